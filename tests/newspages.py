"""Pages of invented newspapers: what surrounds an article, and what stands in its place."""

ARABIC = (
    "أعلنت شركة نخيل للذكاء الاصطناعي اليوم إتمام جولة تمويل بقيمة 120 مليون دولار يقودها صندوق الساحل الاستثماري.",
    "وقالت المديرة التنفيذية ليلى الحربي إن الأموال ستوجه إلى بناء مركز بيانات جديد في مدينة الدمام خلال العام المقبل.",
    "وتقدر الجولة قيمة الشركة بنحو 900 مليون دولار، مقارنة بـ400 مليون دولار في الجولة السابقة قبل ثمانية عشر شهرا.",
    "وشارك في الجولة بنك الواحة ومستثمرون من القاهرة وعمان، فيما لم تكشف الشركة عن حصة كل منهم.",
    "وتأسست نخيل عام 2019 وتطور نماذج لغوية باللهجات العربية تستخدمها مصارف وشركات اتصالات في خمس دول.",
    "وينتظر أن تطرح الشركة نسختها التجارية الثانية قبل نهاية الربع الأول، بحسب البيان.",
)
ENGLISH = (
    "Palmgrove Labs, a maker of speech models, said that it had raised $75 million from Harbour Street Capital.",
    "The round values the company at about $610 million, twice what investors paid a year ago, said its founder.",
    "Harbour Street takes one seat on the board, and two investors, Tern Partners and Old Mill, join the round.",
    "Palmgrove will spend most of the money on chips for a second computing site near Aberdeen that opens in spring.",
    "Its rival Lowtide raised $40 million last month and told customers that it expects to be profitable next year.",
)
ARABIC_CLUTTER = ("الرئيسية", "اقتصاد", "رياضة", "اشترك في النشرة البريدية", "جميع الحقوق محفوظة لصحيفة الضفة")
ENGLISH_CLUTTER = ("Home", "Markets", "Sport", "Sign up for our newsletter", "All rights reserved, The Quay Gazette")
RELATED = ("أسعار النفط ترتفع في تعاملات الصباح", "منتخب الناشئين يفوز بثلاثة أهداف", "افتتاح معرض الكتاب في بيروت")


def article(paragraphs: tuple[str, ...], *, lang: str, title: str, clutter: tuple[str, ...], head: str = "") -> str:
    """An article with menu, related links and footer around it."""
    menu = "".join(f"<li><a href='/s/{n}'>{words}</a></li>" for n, words in enumerate(clutter[:3]))
    related = "".join(f"<li><a href='/r/{n}'>{words}</a></li>" for n, words in enumerate(RELATED))
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f"<!doctype html><html lang='{lang}' dir='auto'><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body><header><nav><ul>{menu}</ul></nav></header><main><article><h1>{title}</h1>{body}</article>"
        f"<aside class='related'><h2>…</h2><ul>{related}</ul></aside></main>"
        f"<footer><form><label>{clutter[3]}</label><input name='mail'></form><p>{clutter[4]}</p></footer></body></html>"
    )


ARABIC_PAGE = article(
    ARABIC,
    lang="ar-SA",
    title="نخيل تجمع 120 مليون دولار",
    clutter=ARABIC_CLUTTER,
    head="<meta property='article:published_time' content='2025-06-10T09:30:00+03:00'>",
)
ENGLISH_PAGE = article(
    ENGLISH,
    lang="en",
    title="Palmgrove raises $75 million",
    clutter=ENGLISH_CLUTTER,
    head='<script type="application/ld+json">{"@type": "Article", "datePublished": "2025-06-10T07:00:00Z"}</script>',
)
SCRIPT_BUILT = (
    "<!doctype html><html lang='en'><head><title>The Quay Gazette</title></head><body><div id='root'></div>"
    f"<script>window.page = {{'text': '{ENGLISH[0]}'}}; draw(window.page);</script></body></html>"
)
CHALLENGE = (
    "<!doctype html><html lang='en-US'><head><title>Just a moment...</title></head><body><h1>gazette.example</h1>"
    "<p>The site has to look at your connection before it goes on.</p></body></html>"
)
ARABIC_CHALLENGE = (
    "<!doctype html><html lang='ar'><head><title>تنبيه</title></head><body><h1>الضفة</h1>"
    "<p>جارٍ التحقق من أنك إنسان، قد يستغرق ذلك بضع ثوانٍ.</p></body></html>"
)
CONSENT = (
    "<!doctype html><html lang='en'><head><title>The Quay Gazette</title></head><body><h1>We value your privacy</h1><p>"
    + "The Gazette and those it works with keep data on your device to count readers and to show advertising. " * 8
    + "</p><button>Accept all</button><button>Reject all</button></body></html>"
)
ARABIC_CONSENT = (
    "<!doctype html><html lang='ar'><head><title>الضفة</title></head><body><h1>قبل المتابعة إلى الضفة</h1><p>"
    "نستخدم ملفّات تعريف الارتباط لقياس عدد القراء وعرض الإعلانات.</p>"
    "<button>قبول الكل</button><button>رفض الكل</button></body></html>"
)
PAYWALL = article(
    (f"{ENGLISH[0]} {ENGLISH[1]}", ENGLISH[2], "Subscribe to continue reading this story and all of the Gazette."),
    lang="en",
    title="Palmgrove raises $75 million",
    clutter=ENGLISH_CLUTTER,
)
BANNER = "<div class='banner'><p>We use cookies. We value your privacy.</p><button>Accept all</button></div>"
