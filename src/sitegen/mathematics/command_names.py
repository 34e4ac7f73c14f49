"""List the commands and environments that can be used in a formula, to suggest the one meant."""

from __future__ import annotations

__all__ = ["COMMAND_NAMES", "ENVIRONMENT_NAMES"]

COMMAND_NAMES = tuple(
    """
    aa AA abs acomm acute ae AE alef alefsym aleph allowbreak alpha Alpha amalg And ang angl
    angle angln approx approxcolon approxcoloncolon approxeq arccos arcctg arceq arcsin arctan
    arctg arg argmax argmin ast asymp atop backepsilon backprime backsim backsimeq backslash bar
    barwedge Bbb Bbbk bcancel because begin begingroup beta Beta beth between bf big Big bigcap
    bigcirc bigcup bigcupdot bigdoublevee bigdoublewedge bigg Bigg biggl Biggl biggm Biggm biggr
    Biggr bigl Bigl bigm Bigm bigodot bigoplus bigotimes bigr Bigr bigsqcap bigsqcup bigstar
    bigtimes bigtriangledown bigtriangleup biguplus bigvee bigwedge binom blacklozenge
    blacksquare blacktriangle blacktriangledown blacktriangleleft blacktriangleright bm bmod
    bold boldsymbol bot bowtie Box boxdot boxed boxminus boxplus boxtimes bra Bra brace brack
    braket Braket breve bull bullet bumpeq Bumpeq cal cancel cancelto cap Cap cdot cdotp cdots
    ce cfrac ch check checkmark chi Chi choose circ circeq circlearrowleft circlearrowright
    circledast circledcirc circleddash circledR circledS clap clubs clubsuit cnums colon
    colonapprox Colonapprox coloncolon coloncolonapprox coloncolonequals coloncolonminus
    coloncolonsim coloneq Coloneq coloneqq Coloneqq colonequals colonminus colonsim Colonsim
    color comm complement Complex cong coprod copyright cos cosec cosh cot cotg coth cr csc ctg
    cth cup Cup curl curlyeqprec curlyeqsucc curlyvee curlywedge curvearrowleft curvearrowright
    dag dagger Dagger daleth darr dArr Darr dashleftarrow dashrightarrow dashv dbinom dblcolon
    dd ddag ddagger ddddot dddot ddot ddots DeclareMathOperator DeclarePairedDelimiter
    DeclarePairedDelimiterX def deg degree delta Delta det dfrac diagdown diagup diamond Diamond
    diamonds diamondsuit digamma dim displaybreak displaystyle div divideontimes dot doteq Doteq
    doteqdot dotplus dots dotsb dotsc dotsi dotsm dotso doublebarwedge doublecap doublecup
    downarrow Downarrow downdownarrows downharpoonleft downharpoonright dyad ell emph empty
    emptyset end endgroup enspace ensuremath epsilon Epsilon eqcirc eqcolon Eqcolon eqdef
    eqqcolon Eqqcolon eqref eqsim eqslantgtr eqslantless equalscolon equalscoloncolon equiv eta
    Eta eth euro exist exists exp expval fallingdotseq fbox fint Finv flat flatfrac
    footnotesize forall frac frak frown Game gamma Gamma gcd gdef ge genfrac geq geqq geqslant
    gets gg ggg gggtr gimel global gnapprox gneq gneqq gnsim grad grave gt gtrapprox gtrdot
    gtreqless gtreqqless gtrless gtrsim gvertneqq harr hArr Harr hat hbar hbox hdashline hdots
    hearts heartsuit hline hom hookleftarrow hookrightarrow hphantom href hskip hslash hspace
    huge Huge iddots idotsint iff iiiint iiint iint Im image imageof imath impliedby implies in
    inf infin infty injlim innerproduct int intbar intBar intclockwise intercal intop iota Iota
    isin it jmath Join kappa Kappa ker kern ket Ket ketbra label lambda Lambda land lang
    langle lAngle laplacian large Large LARGE larr lArr Larr lbrace lBrace lbrack lceil ldotp
    ldots le leadsto left leftarrow Leftarrow leftarrowtail leftharpoondown leftharpoonup
    leftleftarrows leftrightarrow Leftrightarrow leftrightarrows leftrightharpoons
    leftrightsquigarrow leftroot leftthreetimes leq leqq leqslant lessapprox lessdot lesseqgtr
    lesseqqgtr lessgtr lesssim let lfloor lg lgroup lhd lightning lim liminf limits limsup ll
    llangle llap llbracket llcorner Lleftarrow lll llless llparenthesis lmoustache ln lnapprox
    lneq lneqq lnot lnsim log longleftarrow Longleftarrow longleftrightarrow Longleftrightarrow
    longmapsto longrightarrow Longrightarrow looparrowleft looparrowright lor lozenge lparen lq
    lrarr lrArr Lrarr lrcorner Lsh lt ltimes lvert lVert lvertneqq maltese mapsfrom mapsto
    mathbb mathbbm mathbf mathbfit mathbin mathcal mathchoice mathclap mathclose mathfrak
    mathinner mathit mathllap mathop mathopen mathord mathpunct mathrel mathring mathrlap mathrm
    mathscr mathsf mathsterling mathstrut mathtt max mbox measeq measuredangle medspace mel mho
    mid middle min minuscolon minuscoloncolon minuso mkern mod models mp mskip mu Mu multimap
    multiset nabla natnums natural ncong ne nearrow neg negmedspace negthickspace negthinspace
    neq newcommand NewDocumentCommand newline nexists ngeq ngeqq ngeqslant ngtr ni nicefrac
    nleftarrow nLeftarrow nleftrightarrow nLeftrightarrow nleq nleqq nleqslant nless nmid
    nobreak nobreakspace nolimits nonfrenchspacing nonumber norm normalsize not notag notin
    notni nparallel nprec npreceq nrightarrow nRightarrow nsim nsubset nsubseteq nsubseteqq
    nsucc nsucceq nsupset nsupseteq nsupseteqq ntriangleleft ntrianglelefteq ntriangleright
    ntrianglerighteq nu Nu num numlist numproduct numrange nvdash nvDash nVdash nVDash nwarrow
    odot oe OE oiiint oiint oint omega Omega omicron Omicron ominus operatorname
    operatornamewithlimits oplus order origof oslash otimes over overbrace overbracket overgroup
    overleftarrow overleftharpoon overleftrightarrow overline overparen overrightarrow
    Overrightarrow overrightharpoon overset overunderset owns parallel partial pdv perp phantom
    phase phi Phi pi Pi pitchfork plim plusmn pm pmb pmod pod pounds Pr prec precapprox
    preccurlyeq preceq precnapprox precneqq precnsim precsim prescript prime prod projlim propto
    providecommand psi Psi pu qed qquad qty qtylist qtyproduct qtyrange quad questeq raisebox
    rang rangle rAngle rank rarr rArr Rarr ratio rbrace rBrace rbrack rceil Re real reals Reals
    ref relax renewcommand restriction rfloor rgroup rhd rho Rho right rightarrow Rightarrow
    rightarrowtail rightharpoondown rightharpoonup rightleftarrows rightleftharpoons
    rightrightarrows rightsquigarrow rightthreetimes risingdotseq rlap rm rmoustache rparen rq
    rrangle rrbracket Rrightarrow rrparenthesis Rsh rtimes rvert rVert scriptscriptstyle
    scriptsize scriptstyle searrow sec sect set Set setminus sf sfrac sh sharp si SI sideset
    sigma Sigma SIlist sim simcolon simcoloncolon simeq sin sinh SIrange sixptsize small smash
    smile sout space spades spadesuit sphericalangle sqcap sqcup sqrt sqsubset sqsubseteq
    sqsupset sqsupseteq square ss stackbin stackrel star stareq strut sub sube subset Subset
    subseteq subseteqq subsetneq subsetneqq substack succ succapprox succcurlyeq succeq
    succnapprox succneqq succnsim succsim sum sup supe supset Supset supseteq supseteqq
    supsetneq supsetneqq surd swarrow symup tag tan tanh tau Tau tbinom text textasciicircum
    textasciitilde textbackslash textbar textbardbl textbf textbraceleft textbraceright
    textcolor textdagger textdaggerdbl textdegree textdollar textellipsis textemdash textendash
    textgreater textit textless textnormal textquotedblleft textquotedblright textquoteleft
    textquoteright textregistered textrm textsc textsf textsterling textstyle texttt
    textunderscore textup tfrac tg th therefore theta Theta thetasym thickspace thinspace tilde
    times tiny to top tr Tr triangle triangledown triangleleft trianglelefteq triangleq
    triangleright trianglerighteq tt twoheadleftarrow twoheadrightarrow uarr uArr Uarr ulcorner
    underbar underbrace underbracket undergroup underleftarrow underleftrightarrow underline
    underparen underrightarrow underset unit unlhd unrhd uparrow Uparrow updownarrow Updownarrow
    upharpoonleft upharpoonright uplus upmu uproot upsilon Upsilon upuparrows urcorner utilde
    varDelta varepsilon varGamma varkappa varLambda varliminf varlimsup varnothing
    varointclockwise varOmega varphi varPhi varpi varPi varPsi varrho varsigma varSigma
    varsubsetneq varsubsetneqq varsupsetneq varsupsetneqq vartheta varTheta vartriangle
    vartriangleleft vartriangleright varUpsilon varXi vcentcolon vdash vDash Vdash VDash
    vdots vec vee veebar veeeq vert Vert vphantom Vvdash wedge wedgeq weierp widecheck
    widehat wideparen widetilde wp wr xcancel xhookleftarrow xhookrightarrow xi Xi xleftarrow
    xLeftarrow xleftharpoondown xleftharpoonup xleftrightarrow xLeftrightarrow
    xleftrightharpoons xlongequal xmapsto xrightarrow xRightarrow xrightharpoondown
    xrightharpoonup xrightleftarrows xrightleftharpoons xtofrom xtwoheadleftarrow
    xtwoheadrightarrow yen zeta Zeta
    """.split()
)
ENVIRONMENT_NAMES = tuple(
    """
    align align* alignat alignat* aligned alignedat array bmatrix Bmatrix bsmallmatrix cases dcases
    displaymath eqnarray eqnarray* equation equation* flalign flalign* gather gather* gathered
    matrix multline multline* multlined pmatrix psmallmatrix rcases smallmatrix split subarray
    subequations vmatrix Vmatrix vsmallmatrix
    """.split()
)
