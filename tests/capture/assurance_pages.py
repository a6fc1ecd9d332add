"""Made-up pages for `capture.assurance`: walls and genuine articles, as a reader of pages gives them (one block a line).

(language, kind, title, text). Half of each kind, by a digest of the text, was not looked at while the rules were made: `held_out`.
"""

from __future__ import annotations

import hashlib

Page = tuple[str, str, str | None, str]

WALLS: list[Page] = [
    ("en", "unavailable", None, "This post is unavailable.\nLearn more"),
    ("en", "unavailable", "Page not found", "Sorry, we can't find that page.\nGo to the home page\nSearch"),
    ("en", "unavailable", None, "Hmm...this page doesn't exist. Try searching for something else."),
    ("en", "unavailable", None, "This content isn't available right now\nWhen this happens, it's usually because the owner only shared it with a small group of people, changed who can see it or it's been deleted."),
    ("en", "unavailable", "Video", "This video has been removed by the uploader\nVideo unavailable"),
    ("en", "unavailable", "404", "Oops! The page you are looking for has been moved or deleted.\nBack to home"),
    ("en", "unavailable", None, "Account suspended\nX suspends accounts which violate the X Rules."),
    ("en", "unavailable", "Error", "The requested article could not be found.\nMost read\nContact"),
    ("en", "login-wall", None, "Log in to continue\nEmail\nPassword\nForgot password?\nCreate new account"),
    ("en", "login-wall", "Log into Facebook", "You must log in to continue.\nEmail or phone\nLog In"),
    ("en", "login-wall", None, "Sign in to see this member's posts\nSign in with Google\nNew here? Join now"),
    ("en", "paywall", "Shelling in Exampleton", "At least three people were hurt.\nSubscribe to continue reading\nAlready a subscriber? Sign in"),
    ("en", "paywall", None, "This article is for subscribers only.\nStart your free trial\nFrom 1 euro a week"),
    ("en", "paywall", "Strike kills two", "You have reached your limit of free articles this month.\nSubscribe for full access"),
    ("en", "consent-banner", None, "Before you continue to the site\nWe use cookies and data to deliver and maintain services.\nReject all\nAccept all"),
    ("en", "consent-banner", None, "We value your privacy\nWe and our 812 partners store and access information on a device, such as cookies, and process personal data.\nAgree\nManage options"),
    ("en", "robot-check", "Just a moment...", "Checking your browser before accessing the site.\nRay ID: 7f"),
    ("en", "robot-check", None, "Verify you are human by completing the action below."),
    ("en", "robot-check", "Access Denied", "You don't have permission to access this resource on this server.\nReference #18"),
    ("en", "needs-script", None, "Please enable JavaScript to view this page."),
    ("en", "no-text", None, ""), ("en", "no-text", "Gazette", "   \n "),
    ("ar", "unavailable", None, "هذا المنشور غير متاح\nربما تم حذفه"), ("ar", "unavailable", "الصفحة غير موجودة", "عذراً، الصفحة التي تبحث عنها غير موجودة.\nالعودة إلى الرئيسية"),
    ("ar", "unavailable", None, "هذا المحتوى غير متوفر حاليا\nيحدث هذا عادة لأن المالك شاركه مع مجموعة صغيرة"), ("ar", "login-wall", None, "سجل الدخول للمتابعة\nالبريد الإلكتروني\nكلمة المرور"),
    ("ar", "login-wall", "تسجيل الدخول", "يجب تسجيل الدخول لعرض هذه الصفحة"), ("ar", "paywall", None, "هذا المقال للمشتركين فقط\nاشترك الآن"),
    ("ar", "consent-banner", None, "نستخدم ملفات تعريف الارتباط لتحسين تجربتك\nقبول الكل\nرفض"), ("ar", "robot-check", None, "يرجى التأكد من أنك لست روبوتا\nأكمل التحقق"),
    ("tr", "unavailable", None, "Bu gönderi kullanılamıyor\nSilinmiş olabilir."), ("tr", "unavailable", "Sayfa bulunamadı", "Aradığınız sayfa bulunamadı.\nAna sayfaya dön"),
    ("tr", "unavailable", None, "Bu içeriğe şu anda ulaşılamıyor"), ("tr", "login-wall", None, "Devam etmek için giriş yap\nE-posta\nŞifre"),
    ("tr", "paywall", None, "Bu haberin devamı aboneler için\nAbone ol"), ("tr", "consent-banner", None, "Deneyiminizi iyileştirmek için çerezleri kullanıyoruz\nKabul et\nReddet"),
    ("tr", "robot-check", None, "Robot olmadığınızı doğrulayın"),
    ("ru", "unavailable", None, "Страница не найдена\nВернуться на главную"), ("ru", "unavailable", None, "Эта запись удалена"), ("ru", "unavailable", None, "Видео недоступно\nВладелец закрыл доступ"),
    ("ru", "login-wall", None, "Войдите, чтобы продолжить\nТелефон или почта\nПароль"), ("ru", "login-wall", "Вход", "Чтобы просмотреть страницу, необходимо авторизоваться."),
    ("ru", "paywall", None, "Материал доступен только подписчикам\nОформить подписку"), ("ru", "consent-banner", None, "Мы используем файлы cookie, чтобы улучшить сайт\nПринять"),
    ("ru", "robot-check", None, "Подтвердите, что вы не робот"),
    ("es", "unavailable", "Página no encontrada", "La página que buscas no existe.\nVolver al inicio"), ("es", "unavailable", None, "Esta publicación ya no está disponible"),
    ("es", "login-wall", None, "Inicia sesión para continuar\nCorreo\nContraseña"), ("es", "paywall", None, "Contenido exclusivo para suscriptores\nSuscríbete"),
    ("es", "consent-banner", None, "Utilizamos cookies propias y de terceros para mejorar nuestros servicios\nAceptar\nRechazar"), ("es", "robot-check", None, "Verifica que no eres un robot"),
    ("fr", "unavailable", "Page introuvable", "La page que vous cherchez n'existe pas ou plus.\nRetour à l'accueil"), ("fr", "unavailable", None, "Ce contenu n’est plus disponible"),
    ("fr", "login-wall", None, "Connectez-vous pour continuer\nMot de passe oublié ?"), ("fr", "paywall", "Une frappe à Exampleville", "Il vous reste 80 % de cet article à lire.\nLa suite est réservée aux abonnés."),
    ("fr", "consent-banner", None, "Nous utilisons des cookies pour améliorer votre expérience\nTout accepter\nTout refuser"), ("fr", "robot-check", None, "Vérifiez que vous êtes humain"),
    ("fa", "unavailable", None, "صفحه مورد نظر یافت نشد\nبازگشت به صفحه اصلی"), ("fa", "unavailable", None, "این پست در دسترس نیست"), ("fa", "login-wall", None, "برای ادامه وارد شوید\nرمز عبور"),
    ("fa", "paywall", None, "این مطلب ویژه مشترکان است\nاشتراک"), ("fa", "consent-banner", None, "ما از کوکی‌ها استفاده می‌کنیم\nپذیرفتن"), ("fa", "robot-check", None, "لطفا تایید کنید که ربات نیستید"),
    ("uk", "unavailable", None, "Сторінку не знайдено\nНа головну"), ("uk", "unavailable", None, "Цей допис видалено"), ("uk", "login-wall", None, "Увійдіть, щоб продовжити\nПароль"),
    ("uk", "paywall", None, "Матеріал доступний лише передплатникам"), ("uk", "consent-banner", None, "Ми використовуємо файли cookie\nПрийняти"), ("uk", "robot-check", None, "Підтвердьте, що ви не робот"),
    ("ku", "unavailable", None, "Rûpel nehat dîtin\nVegere destpêkê"), ("ku", "unavailable", None, "Ev naverok ne berdest e"), ("ku", "login-wall", None, "Têkeve da ku bidomînî\nŞîfre"),
    ("ku", "consent-banner", None, "Em çerezan bi kar tînin\nQebûl bike"), ("ckb", "unavailable", None, "ئەم پەڕەیە نەدۆزرایەوە"), ("ckb", "login-wall", None, "تکایە بچۆ ژوورەوە بۆ بەردەوامبوون"),
]

GENUINE: list[Page] = [
    ("en", "article", "Platform suspends monitor's account", "EXAMPLETON - The Example Monitor said on Monday that its account was suspended by the platform after it posted a list of 14 people killed in the shelling of the old town, and that an appeal had gone unanswered."),
    ("en", "article", "Ministry deletes statement", "The ministry's statement on the strike is no longer available on its site, the Example Gazette reported on Tuesday. An archived copy says that three people were hurt near the market."),
    ("en", "article", "Video of attack removed", "A video that showed the attack on the bakery has been removed by the platform, its author Amal Example said. Twelve people died in the attack, according to the town's hospital, which published their names on Sunday."),
    ("en", "article", None, "Witnesses said the road was closed. “Please sign in at the gate,” a soldier told them. Two men who refused were taken away and have not been seen since, their families told the Example Monitor."),
    ("en", "article", "Regulator fines site over cookies", "The regulator fined the company because the site uses cookies before readers accept cookies, it said in a decision published on Friday. The company said it would appeal the fine of 20,000 euros."),
    ("en", "article", "Access denied to aid convoy", "EXAMPLETON - An aid convoy of nine trucks was turned back at the northern crossing on Thursday, the second time this week that access was denied, aid workers said. Some 4,000 people wait for food in the enclave, they added."),
    ("en", "article", None, "Residents were asked to verify that they are human beings with rights, a teacher said bitterly. Soldiers went from house to house on Friday, and five people from two families were detained, according to neighbours."),
    ("en", "article", "Captcha farm raided", "Police raided a building where workers solved captcha pictures by the thousand. Eleven people were arrested. One man fell from the roof and died, said a police spokesman, who gave no further details of the raid."),
    ("en", "article", "Hospital unavailable", "The hospital's surgery is unavailable since Monday's strike, doctors said. Patients are driven to Sampleville, an hour away. Two of the wounded died on the road, according to the head of the emergency room."),
    ("en", "article", None, "“This page is not available” was all that readers of the Gazette saw for six hours on Sunday, after what its editor called an attack on the server. The Gazette had named four officers whom it accuses of the killings."),
    ("en", "article", "Editor: join us", "The editor asked readers to subscribe to read what others would not print. Her paper had named the seven men who died in custody in March, and the ministry had called the report false and threatened to sue."),
    ("en", "article", "Two killed", "Two people were killed and four hurt on Monday when a shell hit a house in Exampleton, the mayor said."),
    ("en", "article", "Post", "13 civilians killed in Exampleton today, among them 4 children. Account of a doctor follows."),
    ("en", "article", "Shelling", "At least 12 people were hurt on Monday, officials said.\nThe strike hit the market at noon. Rescuers searched until night. The ministry denied that its forces had fired.\nWe use cookies to improve this site. Accept\nSign in\nSubscribe\nThe hospital said that nine of the wounded were children, and that two of them had lost a leg. A nurse said that she had not slept for two days. The mayor called for a truce and asked for medicine, of which the town has none left."),
    ("en", "article", "Attention required at border", "Attention is required of drivers at the border bridge, the traffic police said, after a mine killed a farmer and hurt his two sons beside the road on Saturday morning near the village of Sampleton."),
    ("ar", "article", "حذف مقطع مصور", "قال المرصد إن مقطع الفيديو الذي يظهر القصف تم حذفه من المنصة يوم الاثنين، وإن ثمانية أشخاص قتلوا في الهجوم على السوق، بينهم طفلان، بحسب مستشفى المدينة الذي نشر أسماءهم."),
    ("ar", "article", "الدواء غير متوفر", "قال أطباء إن الدواء غير متوفر في المدينة منذ الأسبوع الماضي، وإن ثلاثة جرحى توفوا بسبب نقص العلاج بعد القصف الذي استهدف الحي القديم، فيما نفت الوزارة مسؤوليتها عن الهجوم."),
    ("ar", "article", None, "قتل خمسة أشخاص وأصيب عشرة في غارة على بلدة قرب حلب صباح اليوم، بحسب الدفاع المدني."),
    ("ar", "article", "شهود", "طلب الجنود من السكان تسجيل الدخول والخروج عند الحاجز كل يوم، وقال شهود إن رجلين اعتقلا هناك يوم الجمعة ولم يعرف مصيرهما حتى الآن، فيما تطالب العائلات بالكشف عن مكانهما."),
    ("tr", "article", "Hesap kapatıldı", "Gazete, saldırıda ölen on dört kişinin adlarını yayımlayan hesabın kapatıldığını ve haberin artık sayfasında bulunamadığını bildirdi. Hastane kaynakları yaralı sayısının yirmi olduğunu söyledi."),
    ("tr", "article", None, "Köyde elektrik ve su kullanılamıyor, muhtar pazartesi günkü saldırıda üç kişinin öldüğünü söyledi ve yardım istedi. Yaralılar ilçe hastanesine kaldırıldı."),
    ("tr", "article", "İki ölü", "Diyarbakır'da dün akşam çıkan çatışmada iki kişi öldü, valilik açıkladı."),
    ("ru", "article", "Запись удалена", "Министерство удалило сообщение об ударе по рынку, пишет газета. По данным больницы, погибли восемь человек, среди них двое детей, ещё двадцать ранены, их имена опубликованы в воскресенье."),
    ("ru", "article", None, "Связь с посёлком недоступна второй день, сообщили спасатели. В результате обстрела погибли три человека, одиннадцать ранены, разрушены школа и два жилых дома на центральной улице."),
    ("ru", "article", "Двое погибших", "При обстреле села погибли два человека, сообщил глава района."),
    ("ru", "article", "Пуля удалена", "Хирурги сообщили, что пуля удалена и состояние раненого стабильное. По словам врача, мужчина был среди шести пострадавших при обстреле автобуса в понедельник утром на окраине города."),
    ("es", "article", "Publicación retirada", "El video del ataque ya no está disponible en la red, dijo su autora, Amal Ejemplo. Doce personas murieron en el mercado, según el hospital, que publicó sus nombres el domingo por la tarde."),
    ("es", "article", None, "La ayuda médica no está disponible en el pueblo desde el lunes, dijeron médicos, y tres heridos murieron en el camino a la ciudad. El ministerio negó haber atacado el convoy."),
    ("es", "article", "Dos muertos", "Dos personas murieron el lunes en un tiroteo en Tumaco, informó la policía."),
    ("es", "article", "Multa por cookies", "La autoridad multó a la empresa porque en su sitio decía que “utilizamos cookies” sin pedir permiso, según una resolución publicada el viernes. La empresa recurrirá la multa de 20.000 euros."),
    ("fr", "article", "Vidéo retirée", "La vidéo de la frappe n’est plus disponible sur la plateforme, a dit son auteure, Amal Exemple. Douze personnes ont été tuées au marché, selon l’hôpital, qui a publié leurs noms dimanche."),
    ("fr", "article", None, "« Connectez-vous au monde », disait l’affiche sous laquelle trois hommes ont été abattus lundi à Exampleville, selon des témoins cités par le journal local, qui parlent d’un tireur isolé."),
    ("fr", "article", "Deux morts", "Deux personnes ont été tuées lundi à Alep dans un bombardement, selon la défense civile."),
    ("fa", "article", "دارو", "پزشکان گفتند که دارو در شهر در دسترس نیست و سه زخمی پس از حمله روز دوشنبه به بازار جان خود را از دست دادند، در حالی که وزارتخانه مسئولیت حمله را رد کرد و خواستار تحقیق شد."),
    ("fa", "article", None, "دو نفر در حمله روز دوشنبه به شهر کشته شدند، مقام‌های محلی گفتند."),
    ("uk", "article", "Допис видалено", "Міністерство видалило допис про удар по ринку, пише газета. За даними лікарні, загинули восьмеро людей, серед них двоє дітей, ще двадцятеро поранені, їхні імена опублікували в неділю."),
    ("uk", "article", None, "Внаслідок обстрілу села загинули двоє людей, повідомив голова району."),
    ("uk", "article", "Зв'язок", "Рятувальники повідомили, що безпілотник збито, а вибуховий пристрій видалено з даху школи. Троє людей поранені уламками, двоє з них у тяжкому стані, сказав лікар обласної лікарні."),
    ("ku", "article", None, "Du kes di êrîşa li ser bajêr de hatin kuştin û pênc kes birîndar bûn, rayedarên herêmî gotin."),
    ("ku", "article", "Wêne", "Rojnameyê got ku cenazeyê du kesan hîn nehat dîtin û malbat li bendê ne. Di êrîşa roja duşemê de heşt kes hatin kuştin, li gorî nexweşxaneyê, ku navên wan weşand."),
    ("ckb", "article", None, "دوو کەس لە هێرشەکەی سەر شارەکە کوژران و پێنج کەس بریندار بوون، بەرپرسان ڕایانگەیاند."),
    ("en", "article", "Robots", "Asked whether the guards were robots, he laughed. “They did not answer when we asked for water.” Three of the eleven men in the cell died that week, he told the Example Monitor in Sampleville."),
]


def held_out(page: Page) -> bool:
    """Was this page kept back while the rules were made?"""
    return hashlib.sha256("\n".join(str(part) for part in page).encode()).digest()[0] % 2 == 1


# Written after the rules, and measured once before anything was changed for them.
LATER_WALLS: list[Page] = [
    ("en", "unavailable", None, "Sorry, this account is private.\nFollow to see their photos"), ("en", "unavailable", None, "Tweet deleted\nThis Post was deleted by the Post author."),
    ("en", "unavailable", "Not Found", "The story has expired.\nSee today's news"), ("en", "login-wall", None, "Members only\nRegister or log in to see this thread"),
    ("en", "paywall", None, "The first lines of a report about the strike.\nTo keep reading, choose a plan\n1 month free"), ("en", "robot-check", None, "Security check\nPress and hold to confirm you are a human"),
    ("en", "consent-banner", None, "Your privacy choices\nOur site uses cookies and similar technologies.\nOK"), ("en", "needs-script", None, "This site requires JavaScript to work properly."),
    ("ar", "unavailable", None, "هذا الحساب موقوف"), ("ar", "login-wall", None, "قم بتسجيل الدخول لمشاهدة المحتوى"), ("ar", "paywall", None, "لقراءة بقية المقال اشترك في الموقع"),
    ("tr", "unavailable", None, "Bu hesap askıya alındı"), ("tr", "login-wall", None, "Görmek için oturum açın"), ("tr", "robot-check", None, "İnsan olduğunuzu doğrulayın"),
    ("ru", "unavailable", None, "Аккаунт заблокирован"), ("ru", "login-wall", None, "Зарегистрируйтесь или войдите в аккаунт"), ("ru", "unavailable", None, "Такой страницы нет\nОшибка 404"),
    ("es", "unavailable", None, "Este video es privado"), ("es", "login-wall", None, "Regístrate o entra para ver más"), ("fr", "unavailable", None, "Erreur 404\nCette page a disparu"),
    ("fr", "login-wall", None, "Se connecter\nPour lire ce message, créez un compte"), ("fa", "unavailable", None, "این حساب معلق شده است"), ("fa", "login-wall", None, "برای مشاهده وارد حساب خود شوید"),
    ("uk", "unavailable", None, "Обліковий запис заблоковано"), ("uk", "login-wall", None, "Щоб переглянути, увійдіть у свій акаунт"), ("ku", "unavailable", None, "Ev rûpel tune ye"),
]
LATER_GENUINE: list[Page] = [
    ("en", "article", "Journalist's account locked", "A journalist who reported the killing of six farmers said on Friday that she could not log in to her account, and that the platform had not told her why. The farmers' families want an inquiry."),
    ("en", "article", None, "Police found a page that could not be found elsewhere: a list, in pencil, of the nineteen people held in the cellar. Four names on it were crossed out, said the prosecutor."),
    ("en", "article", "Private clinic hit", "A private clinic was hit on Sunday. Three nurses were hurt, and one patient died. Staff said that the clinic had been marked on the maps given to both sides."),
    ("en", "article", "404 days of siege", "The town has been under siege for 404 days. At least 31 people have died for want of medicine, its doctors say, and eleven of them were infants."),
    ("ar", "article", None, "قال ناشط إن حسابه على المنصة أوقف بعد نشر صور القصف الذي قتل فيه ستة مدنيين بينهم ثلاثة أطفال، وإنه لم يتلق أي تفسير من الشركة حتى مساء الأحد."),
    ("tr", "article", None, "Gazeteci, altı çiftçinin öldürülmesini haber yaptıktan sonra hesabının askıya alındığını söyledi. Aileler olayın soruşturulmasını istiyor ve tanıkların dinlenmesini bekliyor."),
    ("ru", "article", "Не найдены", "Тела двух рыбаков не найдены, поиски продолжаются, сообщили спасатели. Лодка подорвалась на мине в понедельник утром, трое выживших доставлены в больницу города."),
    ("es", "article", None, "Los cuerpos de dos pescadores no han sido hallados y la página del ministerio no da sus nombres, dijo el alcalde, que pidió ayuda a los pueblos vecinos tras la explosión del lunes."),
    ("fr", "article", None, "Le corps du berger reste introuvable, a dit le maire lundi, deux jours après l’explosion d’une mine qui a tué son frère et blessé trois autres personnes au bord de la route."),
    ("fa", "article", None, "پیکر دو ماهیگیر هنوز پیدا نشده است، شهردار گفت. قایق آنان روز دوشنبه روی مین رفت و سه نفر از سرنشینان زخمی شدند و به بیمارستان شهر منتقل شدند."),
    ("uk", "article", None, "Тіла двох рибалок досі не знайдено, повідомили рятувальники. Човен підірвався на міні в понеділок уранці, трьох поранених доставили до лікарні сусіднього міста."),
    ("ku", "article", None, "Cenazeyê du masîgiran hîn nehatine dîtin, şaredar got, û sê birîndar li nexweşxaneya bajêr in."),
]
