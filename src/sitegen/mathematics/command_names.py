"""List the commands and environments that can be used in a formula, to suggest the one meant."""

from __future__ import annotations

__all__ = ["COMMAND_NAMES", "ENVIRONMENT_NAMES"]

COMMAND_NAMES = tuple(
    """
    AA aa abs accentset acomm Acute acute adots AE ae alef alefsym aleph allowbreak Alpha alpha
    amalg And ang angl angle angln anticommutator approx approxcolon approxcoloncolon approxeq
    arccos arcctg arceq arcosh arcsin arctan arctg arg argmax argmin arsinh ast asymp atop
    backepsilon backprime backsim backsimeq backslash Bar bar barwedge Bbb Bbbk bcancel because
    begin begingroup Beta beta beth between bf Big big bigcap bigcirc bigcup bigcupdot
    bigdoublevee bigdoublewedge Bigg bigg Biggl biggl Biggm biggm Biggr biggr Bigl bigl Bigm
    bigm bigodot bigoplus bigotimes Bigr bigr bigsqcap bigsqcup bigstar bigtimes
    bigtriangledown bigtriangleup biguplus bigvee bigwedge binom blacklozenge blacksquare
    blacktriangle blacktriangledown blacktriangleleft blacktriangleright bm bmod Bmqty bmqty
    bold boldsymbol bot bottomrule bowtie Box boxdot boxed boxminus boxplus boxtimes Bqty bqty
    Bra bra brace brack Braket braket Breve breve bull bullet Bumpeq bumpeq cal cancel cancelto
    Cap cap cdot cdotp Cdots cdots ce centernot cf cfrac ch Check check checkmark Chi chi
    choose circ circeq circlearrowleft circlearrowright circledast circledcirc circleddash
    circledR circledS clap clubs clubsuit cnums colon Colonapprox colonapprox coloncolon
    coloncolonapprox coloncolonequals coloncolonminus coloncolonsim Coloneq coloneq Coloneqq
    coloneqq colonequals colonminus Colonsim colonsim color colorbox comm commutator complement
    Complex cong coprod copyright cos cosec cosh cot cotg coth cr csc csch ctg cth Cup cup
    cupdot curl curlyeqprec curlyeqsucc curlyvee curlywedge curvearrowleft curvearrowright dag
    Dagger dagger daleth Darr dArr darr dashleftarrow dashrightarrow dashv dbinom dblcolon dd
    ddag ddagger ddddot dddot Ddot ddot Ddots ddots DeclareMathOperator DeclarePairedDelimiter
    DeclarePairedDelimiterX def deg degree Delta delta derivative det dfrac diagdown diagup
    Diamond diamond diamonds diamondsuit digamma dim displaybreak displaylines displaystyle div
    divergence divideontimes Dot dot Doteq doteq doteqdot dotplus dots dotsb dotsc dotsi dotsm
    dotso doublebarwedge doublecap doublecup Downarrow downarrow downdownarrows downharpoonleft
    downharpoonright dv dyad ell emph empty emptyset end endgroup enskip enspace ensuremath
    Epsilon epsilon eqalign eqcirc Eqcolon eqcolon eqdef Eqqcolon eqqcolon eqref eqsim
    eqslantgtr eqslantless equalscolon equalscoloncolon equiv Eta eta eth euro ev exist exists
    exp expectationvalue expval fallingdotseq fbox fcolorbox fderivative fdv fint Finv flat
    flatfrac footnotesize forall frac frak framebox frown functionalderivative Game Gamma gamma
    gcd gdef ge genfrac geq geqq geqslant gets gg ggg gggtr gimel global gnapprox gneq gneqq
    gnsim grad gradient Grave grave gt gtrapprox gtrdot gtreqless gtreqqless gtrless gtrsim
    gvertneqq Harr hArr harr Hat hat hbar hbox hcancel hdashline hdots hdotsfor hearts
    heartsuit hline hom hookleftarrow hookrightarrow hphantom href hskip hslash hspace Huge
    huge Iddots iddots idotsint iff iiiint iiint iint Im image imageof imath impliedby implies
    in indices inf infin infty injlim innerproduct int intBar intbar intclockwise intercal
    intertext intop Iota iota ip isin it jmath Join Kappa kappa ker kern Ket ket ketbra label
    Lambda lambda land lang lAngle langle laplacian LARGE Large large Larr lArr larr lBrace
    lbrace lBrack lbrack lceil ldotp Ldots ldots le leadsto left Leftarrow leftarrow
    leftarrowtail leftharpoondown leftharpoonup leftleftarrows Leftrightarrow leftrightarrow
    leftrightarrows leftrightharpoons leftrightsquigarrow leftroot leftthreetimes leq leqq
    leqslant lessapprox lessdot lesseqgtr lesseqqgtr lessgtr lesssim let lfloor lg lgroup lhd
    lightning lim liminf limits limsup ll llangle llap llbracket llcorner Lleftarrow lll llless
    llparenthesis lmoustache ln lnapprox lneq lneqq lnot lnsim log Longleftarrow longleftarrow
    Longleftrightarrow longleftrightarrow longmapsto Longrightarrow longrightarrow
    looparrowleft looparrowright lor lozenge lparen lq Lrarr lrArr lrarr lrcorner Lsh lt ltimes
    lVert lvert lvertneqq maltese mapsfrom mapsto mathbb mathbbm mathbf mathbfcal mathbffrak
    mathbfit mathbfscr mathbfsf mathbin mathcal mathchoice mathclap mathclose mathds mathfrak
    mathinner mathit mathllap mathnormal mathop mathopen mathord mathpunct mathrel mathring
    mathrlap mathrm mathscr mathsf mathsterling mathstrut mathtt matrixel matrixelement
    matrixquantity max mbox mdet measeq measuredangle medspace mel mho mid middle midrule min
    minuscolon minuscoloncolon minuso mkern mod models mp mqty mskip Mu mu multimap multiset
    nabla natnums natural ncong ne nearrow neg negmedspace negthickspace negthinspace neq
    newcommand NewDocumentCommand newline nexists ngeq ngeqq ngeqslant ngtr ni nicefrac
    nLeftarrow nleftarrow nLeftrightarrow nleftrightarrow nleq nleqq nleqslant nless nmid
    nobreak nobreakspace nolimits nonfrenchspacing nonumber norm normalsize not notag notin
    notni nparallel nprec npreceq nRightarrow nrightarrow nsim nsubset nsubseteq nsubseteqq
    nsucc nsucceq nsupset nsupseteq nsupseteqq ntriangleleft ntrianglelefteq ntriangleright
    ntrianglerighteq Nu nu num numlist numproduct numrange nVDash nVdash nvDash nvdash nwarrow
    odot odv OE oe oiiint oiint oint Omega omega Omicron omicron ominus operatorname
    operatornamewithlimits oplus order origof oslash otimes outerproduct over overarc overbar
    overbrace overbracket overgroup overleftarrow overleftharpoon overleftrightarrow overline
    overparen Overrightarrow overrightarrow overrightharpoon overset overunderset owns parallel
    partial partialderivative pderivative pdv perp phantom phase Phi phi Pi pi pitchfork plim
    plusmn pm pmatrix pmb pmod pmqty pod pounds pqty Pr prec precapprox preccurlyeq preceq
    precnapprox precneqq precnsim precsim prescript prime prod projlim propto providecommand
    Psi psi pu QED qed qedhere qedsymbol qquad qty qtylist qtyproduct qtyrange quad questeq
    raisebox rang rAngle rangle rank Rarr rArr rarr ratio rBrace rbrace rBrack rbrack rceil Re
    real Reals reals ref relax renewcommand Res resizebox restriction rfloor rgroup rhd Rho rho
    right Rightarrow rightarrow rightarrowtail rightharpoondown rightharpoonup rightleftarrows
    rightleftharpoons rightrightarrows rightsquigarrow rightthreetimes risingdotseq rlap rm
    rmoustache rparen rq rrangle rrbracket Rrightarrow rrparenthesis Rsh rtimes rule rVert
    rvert scalebox scriptscriptstyle scriptsize scriptstyle searrow sec sech sect Set set
    setminus sf sfrac sh sharp shortintertext SI si sideset Sigma sigma SIlist sim simcolon
    simcoloncolon simeq sin sinh SIrange sixptsize small smash smile sout space spades
    spadesuit sphericalangle sqcap sqcup sqrt sqsubset sqsubseteq sqsupset sqsupseteq square ss
    stackbin stackrel star stareq strut sub sube Subset subset subseteq subseteqq subsetneq
    subsetneqq substack succ succapprox succcurlyeq succeq succnapprox succneqq succnsim
    succsim sum sup supe Supset supset supseteq supseteqq supsetneq supsetneqq surd swarrow
    symbb symbfit symcal symfrak symit symrm symscr symsf symtt symup tablenum tag tan tanh Tau
    tau tbinom tensor text textasciicircum textasciitilde textbackslash textbar textbardbl
    textbf textbraceleft textbraceright textcolor textdagger textdaggerdbl textdegree
    textdollar textellipsis textemdash textendash textgreater textit textless textmd textnormal
    textquotedblleft textquotedblright textquoteleft textquoteright textregistered textrm
    textsc textsf textsl textsterling textstyle texttt textunderscore textup tfrac tg th
    therefore Theta theta thetasym thickspace thinspace Tilde tilde times tiny to top toprule
    Tr tr Trace trace triangle triangledown triangleleft trianglelefteq triangleq triangleright
    trianglerighteq tt twoheadleftarrow twoheadrightarrow Uarr uArr uarr ulcorner uline
    underbar underbrace underbracket undergroup underleftarrow underleftrightarrow underline
    underparen underrightarrow underset unit unlhd unrhd upalpha Uparrow uparrow upbeta upchi
    upDelta updelta Updownarrow updownarrow upepsilon upeta upGamma upgamma upharpoonleft
    upharpoonright upiota upkappa upLambda uplambda uplus upmu upnu upOmega upomega upPhi upphi
    upPi uppi upPsi uppsi uprho uproot upSigma upsigma Upsilon upsilon uptau upTheta uptheta
    upuparrows upUpsilon upupsilon upvarepsilon upvarphi upvarpi upvarrho upvarsigma upvartheta
    upXi upxi upzeta urcorner utilde varDelta varepsilon varGamma varinjlim varkappa varLambda
    varliminf varlimsup varnothing varointclockwise varOmega varPhi varphi varPi varpi
    varprojlim varPsi varrho varSigma varsigma varsubsetneq varsubsetneqq varsupsetneq
    varsupsetneqq varTheta vartheta vartriangle vartriangleleft vartriangleright varUpsilon
    varXi vcentcolon vcenter VDash Vdash vDash vdash vdot Vdots vdots Vec vec vectorarrow
    vectorbold vee veebar veeeq Vert vert vmqty vphantom vqty vv Vvdash wedge wedgeq weierp
    widearc widebar widecheck widehat wideparen widetilde wp wr xcancel xhookleftarrow
    xhookrightarrow Xi xi xLeftarrow xleftarrow xleftharpoondown xleftharpoonup xLeftrightarrow
    xleftrightarrow xleftrightharpoons xlongequal xmapsto xRightarrow xrightarrow
    xrightharpoondown xrightharpoonup xrightleftarrows xrightleftharpoons xtofrom
    xtwoheadleftarrow xtwoheadrightarrow yen Zeta zeta
    """.split()
)
ENVIRONMENT_NAMES = tuple(
    """
    align align* alignat alignat* aligned alignedat array Bmatrix bmatrix Bmatrix* bmatrix*
    BNiceArray bNiceArray BNiceMatrix bNiceMatrix Bsmallmatrix bsmallmatrix cases cases* darray
    dcases dcases* displaymath displaymath* dmath dmath* drcases* eqnarray eqnarray* equation
    equation* flalign flalign* gather gather* gathered IEEEeqnarray IEEEeqnarray* matrix
    matrix* multline multline* multlined NiceArray NiceMatrix pmatrix pmatrix* pNiceArray
    pNiceMatrix psmallmatrix rcases rcases* smallmatrix split subarray subequations Vmatrix
    vmatrix Vmatrix* vmatrix* VNiceArray vNiceArray VNiceMatrix vNiceMatrix Vsmallmatrix
    vsmallmatrix xalignat xalignat*
    """.split()
)
