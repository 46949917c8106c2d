"""What the pages of the second web say in each of its languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """One language of the second web: a living story and every way a page of it can disappoint."""

    code: str
    outlet: str
    title: str
    slug: str
    text: str
    other: str
    other_slug: str
    other_text: str
    front: str
    gone: tuple[str, str]
    sale: tuple[str, str]
    suspended: tuple[str, str]
    challenge: tuple[str, str]
    login: tuple[str, str]
    consent: tuple[str, str]
    login_path: str

    @property
    def body(self) -> str:
        """Enough of the story to look like one."""
        return self._long(self.text)

    @property
    def other_body(self) -> str:
        return self._long(self.other_text)

    @staticmethod
    def _long(text: str) -> str:
        return "</p><p>".join(f"{text} ({number})" for number in range(1, 15))


TONGUES = (
    Tongue(
        "en", "Brannock Examiner", "Ferry strike leaves three islands without flour", "ferry-strike-leaves-three-islands-without-flour",
        "Bakers on the outer islands baked their last loaves on Thursday while the ferry crews and the owners met again in Brannock. The strike began over night shifts, and the islands have flour for two more days, the warehouse keeper said.",
        "Museum returns whalebone arch to fishing family", "museum-returns-whalebone-arch", "The arch stood before the museum for ninety years. A granddaughter found the bill of sale, and the trustees agreed that it had never been signed.",
        "Tide tables, puzzles, recipes from readers and the Saturday magazine, all in one place.",
        ("We can't find that page", "The link you followed may be broken, or the page may have been removed."),
        ("brannock-examiner.com is available for purchase", "The owner has listed this domain. Get a price in less than 24 hours. Buy this domain."),
        ("Website suspended", "This website has been suspended. If you are the owner, please contact billing support."),
        ("Attention Required!", "Please complete the security check to access this website. Why do I have to complete a CAPTCHA?"),
        ("Log in to your account", "Log in or create an account to read on. Email address Password Remember me"),
        ("Your privacy choices", "We and our 812 partners store and access information on a device. Accept all Reject all Manage options"), "/signin"),
    Tongue(
        "it", "La Voce di Montelaro", "Il ponte di Montelaro riapre dopo sei anni di lavori", "il-ponte-di-montelaro-riapre-dopo-sei-anni-di-lavori",
        "Il ponte è stato riaperto lunedì mattina con una breve cerimonia. La sindaca ha ricordato i sei anni di cantiere e le deviazioni che hanno allungato la strada degli studenti; i primi autobus sono passati alle sette.",
        "La cooperativa dei pescatori compra il vecchio faro", "la-cooperativa-dei-pescatori-compra-il-vecchio-faro", "I soci hanno votato per l'acquisto del faro spento da vent'anni. Diventerà un deposito per le reti e una piccola sala per le assemblee.",
        "Oroscopo, ricette, meteo e giochi: scegli la tua sezione preferita.",
        ("Pagina non trovata", "Spiacenti, la pagina che cerchi non esiste o è stata rimossa."),
        ("Dominio in vendita", "Questo dominio è in vendita. Fai un'offerta adesso."),
        ("Sito sospeso", "Questo account è stato sospeso. Contatta il servizio clienti."),
        ("Verifica di sicurezza", "Conferma di non essere un robot per continuare."),
        ("Accedi", "Accedi per continuare a leggere. E-mail Password Hai dimenticato la password?"),
        ("Prima di continuare", "Utilizziamo i cookie e abbiamo bisogno del tuo consenso. Accetta tutto Rifiuta"), "/accedi"),
    Tongue(
        "pt", "Jornal de Vale Claro", "Vale Claro troca os ônibus velhos por bondes elétricos", "vale-claro-troca-os-onibus-velhos-por-bondes-eletricos",
        "A prefeitura anunciou na quarta-feira a compra de doze bondes elétricos. Os motoristas farão um curso de dois meses, e as primeiras linhas começam a rodar em agosto, disse a secretária de transportes.",
        "Biblioteca encontra mapa perdido do século dezoito", "biblioteca-encontra-mapa-perdido", "O mapa estava dentro de um livro de contas. A equipe de restauro calcula que o trabalho levará um ano inteiro.",
        "Previsão do tempo, horóscopo, palavras cruzadas e classificados da região.",
        ("Página não encontrada", "A página que você procura não existe mais ou mudou de endereço."),
        ("Domínio à venda", "Este domínio está à venda. Faça uma oferta."),
        ("Conta suspensa", "Esta conta foi suspensa. Entre em contato com o provedor de hospedagem."),
        ("Verificação de segurança", "Confirme que você não é um robô. Estamos verificando o seu navegador."),
        ("Entrar", "Faça login para continuar lendo. E-mail Senha Esqueceu a senha?"),
        ("Sua privacidade", "Usamos cookies para personalizar anúncios. Aceitar todos Rejeitar"), "/entrar"),
    Tongue(
        "pl", "Kurier Zabrzeski", "Zabrzeg otwiera pierwszą szkołę budowniczych łodzi", "zabrzeg-otwiera-pierwsza-szkole-budowniczych-lodzi",
        "Szkoła przyjęła dwudziestu uczniów, którzy przez trzy lata będą poznawać drewno i żagle. Zajęcia prowadzą emerytowani szkutnicy, a pierwsza łódź ma zostać zwodowana przed końcem lata.",
        "Wieś pod lasem zbiera pieniądze na dzwon", "wies-pod-lasem-zbiera-pieniadze-na-dzwon", "Stary dzwon pękł zimą. Mieszkańcy zebrali już połowę kwoty, a ludwisarz obiecał, że poczeka z rachunkiem.",
        "Pogoda, krzyżówki, przepisy oraz ogłoszenia drobne z całego powiatu.",
        ("Strony nie znaleziono", "Przepraszamy, strona o podanym adresie nie istnieje."),
        ("Domena na sprzedaż", "Ta domena jest na sprzedaż. Złóż ofertę."),
        ("Konto zawieszone", "To konto zostało zawieszone. Skontaktuj się z dostawcą hostingu."),
        ("Weryfikacja bezpieczeństwa", "Potwierdź, że nie jesteś robotem. Sprawdzamy Twoją przeglądarkę."),
        ("Zaloguj się", "Zaloguj się, aby czytać dalej. E-mail Hasło Nie pamiętasz hasła?"),
        ("Zanim przejdziesz dalej", "Używamy plików cookie. Zaakceptuj wszystkie Odrzuć"), "/logowanie"),
    Tongue(
        "nl", "De Wadbode", "Terwolde krijgt na eeuwen weer een eigen molenaar", "terwolde-krijgt-na-eeuwen-weer-een-eigen-molenaar",
        "De molen draaide zaterdag voor het eerst met een vaste molenaar aan het roer. De bakker neemt het meel af, en de school komt elke maand kijken, vertelde de voorzitter van de stichting.",
        "Gemeente koopt grasland terug voor weidevogels", "gemeente-koopt-grasland-terug-voor-weidevogels", "Het land wordt voortaan laat gemaaid. De boer blijft pachter en krijgt een vergoeding voor het hogere water.",
        "Puzzels, weerbericht, streekrecepten en de agenda van het weekend.",
        ("Pagina niet gevonden", "De pagina die je zoekt bestaat niet of is verplaatst."),
        ("Deze domeinnaam is te koop", "Deze domeinnaam is te koop. Doe een bod op dit domein."),
        ("Account opgeschort", "Dit account is opgeschort. Neem contact op met je hostingprovider."),
        ("Beveiligingscontrole", "Bevestig dat je geen robot bent. We controleren je browser."),
        ("Inloggen", "Log in om verder te lezen. E-mailadres Wachtwoord Wachtwoord vergeten?"),
        ("Voordat je verdergaat", "Wij gebruiken cookies en vragen je toestemming. Alles accepteren Weigeren"), "/inloggen"),
    Tongue(
        "sv", "Norrviks Tidning", "Norrvik bygger bastu på isen för hela byn", "norrvik-bygger-bastu-pa-isen-for-hela-byn",
        "Bastun ska stå på medar så att den kan dras i land när isen spricker. Föreningen har fått virket till skänks, och invigningen hålls i februari, sade ordföranden.",
        "Renskötare vinner tvist om gammal färdväg", "renskotare-vinner-tvist-om-gammal-fardvag", "Domstolen slog fast att vägen har använts sedan farfars tid. Kommunen överklagar inte och betalar skyltarna.",
        "Korsord, väder, recept och helgens evenemang samlade på ett ställe.",
        ("Sidan hittades inte", "Tyvärr finns inte sidan du söker längre."),
        ("Domänen är till salu", "Den här domänen är till salu. Lämna ett bud."),
        ("Kontot är avstängt", "Det här kontot har stängts av. Kontakta ditt webbhotell."),
        ("Säkerhetskontroll", "Bekräfta att du inte är en robot. Vi kontrollerar din webbläsare."),
        ("Logga in", "Logga in för att läsa vidare. E-post Lösenord Glömt lösenordet?"),
        ("Innan du fortsätter", "Vi använder kakor och behöver ditt samtycke. Godkänn alla Avvisa"), "/logga-in"),
    Tongue(
        "cs", "Podhorské listy", "Podhorany zachránily poslední dřevěnou lávku přes řeku", "podhorany-zachranily-posledni-drevenou-lavku-pres-reku",
        "Tesaři vyměnili všechny nosníky a nechali jen původní zábradlí. Lávka se otevře v pátek, řekla starostka, a unese i traktor s vlekem sena.",
        "Knihovna půjčuje hudební nástroje i housle", "knihovna-pujcuje-hudebni-nastroje", "O housle je největší zájem. Na čekací listině je čtyřicet jmen a dárci nosí další kufry.",
        "Počasí, křížovky, recepty a kulturní program na víkend.",
        ("Stránka nebyla nalezena", "Omlouváme se, hledaná stránka neexistuje."),
        ("Doména je na prodej", "Tato doména je na prodej. Učiňte nabídku."),
        ("Účet pozastaven", "Tento účet byl pozastaven. Kontaktujte svého poskytovatele."),
        ("Bezpečnostní kontrola", "Potvrďte, že nejste robot. Kontrolujeme váš prohlížeč."),
        ("Přihlášení", "Pro pokračování se přihlaste. E-mail Heslo Zapomenuté heslo?"),
        ("Než budete pokračovat", "Používáme soubory cookie. Přijmout vše Odmítnout"), "/prihlaseni"),
    Tongue(
        "tr", "Karaköprü Postası", "Karaköprü pazarı yeni çatısıyla kışa hazır", "karakopru-pazari-yeni-catisiyla-kisa-hazir",
        "Pazarcılar salı günü tezgâhlarını ilk kez yeni çatının altında açtı. Belediye başkanı, çatının yağmur suyunu topladığını ve çeşmeleri beslediğini söyledi.",
        "Köy okulu eski değirmeni sınıfa çevirdi", "koy-okulu-eski-degirmeni-sinifa-cevirdi", "Değirmen taşı hâlâ ortada duruyor. Çocuklar resim derslerini artık orada yapıyor ve velileri çay getiriyor.",
        "Hava durumu, bulmaca, yemek tarifleri ve hafta sonu etkinlikleri.",
        ("Sayfa bulunamadı", "Aradığınız sayfa kaldırılmış veya taşınmış olabilir."),
        ("Bu alan adı satılıktır", "Bu alan adı satılık. Teklif verin."),
        ("Hesap askıya alındı", "Bu hesap askıya alınmıştır. Lütfen barındırma firmanızla iletişime geçin."),
        ("Güvenlik kontrolü", "Robot olmadığınızı doğrulayın. Tarayıcınız kontrol ediliyor."),
        ("Giriş yap", "Okumaya devam etmek için giriş yapın. E-posta Şifre Şifremi unuttum"),
        ("Devam etmeden önce", "Çerezleri kullanıyoruz. Tümünü kabul et Reddet"), "/giris"),
    Tongue(
        "el", "Η Φωνή της Ακτής", "Το παλιό ελαιοτριβείο της Μαυροπέτρας γίνεται μουσείο", "to-palio-elaiotriveio-tis-mavropetras-ginetai-mouseio",
        "Το ελαιοτριβείο έκλεισε πριν από τριάντα χρόνια. Ο σύλλογος καθάρισε τις μυλόπετρες και η πρώτη έκθεση ανοίγει τον Ιούνιο, είπε η πρόεδρος.",
        "Οι ψαράδες ζητούν νέο μόλο πριν από τον χειμώνα", "oi-psarades-zitoun-neo-molo", "Ο παλιός μόλος έσπασε στην τρικυμία. Το λιμεναρχείο υποσχέθηκε μελέτη ως τον Σεπτέμβριο.",
        "Καιρός, συνταγές, σταυρόλεξα και εκδηλώσεις της εβδομάδας.",
        ("Η σελίδα δεν βρέθηκε", "Λυπούμαστε, η σελίδα που ζητήσατε δεν υπάρχει."),
        ("Το domain πωλείται", "Αυτό το domain πωλείται. Κάντε προσφορά."),
        ("Ο λογαριασμός έχει ανασταλεί", "Ο λογαριασμός έχει ανασταλεί. Επικοινωνήστε με τον πάροχο φιλοξενίας."),
        ("Έλεγχος ασφαλείας", "Επιβεβαιώστε ότι δεν είστε ρομπότ. Ελέγχουμε τον περιηγητή σας."),
        ("Σύνδεση", "Συνδεθείτε για να συνεχίσετε την ανάγνωση. Email Κωδικός"),
        ("Πριν συνεχίσετε", "Χρησιμοποιούμε cookies. Αποδοχή όλων Απόρριψη"), "/syndesi"),
    Tongue(
        "ko", "한빛일보", "소리마을 주민들, 백 년 된 우물을 다시 열다", "sorimaeul-well-reopened-after-century",
        "소리마을 주민들은 지난 화요일 백 년 된 우물의 뚜껑을 다시 열었다. 수질 검사를 마친 뒤 봄부터 물을 나누어 쓸 계획이라고 이장은 말했다.",
        "작은 도서관이 밤에도 문을 연다", "small-library-opens-at-night", "도서관은 다음 달부터 밤 열 시까지 문을 연다. 학생들은 이미 자리를 예약하기 시작했다.",
        "날씨, 퍼즐, 요리법 그리고 주말 행사를 한곳에서 만나 보세요.",
        ("페이지를 찾을 수 없습니다", "요청하신 페이지가 삭제되었거나 주소가 변경되었습니다."),
        ("도메인 판매", "이 도메인은 판매 중입니다. 지금 구매 제안을 보내세요."),
        ("계정이 정지되었습니다", "이 계정은 정지되었습니다. 호스팅 업체에 문의하세요."),
        ("보안 확인", "로봇이 아닙니다를 확인해 주세요. 브라우저를 확인하는 중입니다."),
        ("로그인", "계속 읽으려면 로그인하세요. 이메일 비밀번호 비밀번호 찾기"),
        ("계속하기 전에", "쿠키를 사용합니다. 모두 동의 거부"), "/login"),
    Tongue(
        "zh", "青石晚报", "青石镇老渡口恢复通航后迎来首批乘客", "qingshi-dukou-huifu-tonghang",
        "青石镇的老渡口在停航十二年之后，于星期三早晨恢复通航。首批乘客大多是去对岸上学的孩子，船工说每天往返六次，票价与停航前一样。",
        "山村小学用旧校车办起流动图书馆", "shancun-xiaoxue-liudong-tushuguan", "校车停在村口，孩子们排队借书。老师说下个月还会再添三百本新书。",
        "天气、字谜、菜谱和周末活动，尽在本报首页。",
        ("页面不存在", "抱歉，您访问的页面不存在或已被删除。"),
        ("域名出售", "该域名正在出售，欢迎联系报价。"),
        ("网站已被暂停", "该账户已被暂停，请联系主机服务商。"),
        ("安全验证", "请完成验证，确认您不是机器人。正在检查您的浏览器。"),
        ("登录", "请登录后继续阅读。邮箱 密码 忘记密码"),
        ("继续之前", "我们使用 Cookie。全部接受 拒绝"), "/login"),
    Tongue(
        "ar", "صدى الوادي", "سوق الوادي القديم يفتح أبوابه بعد ترميم طويل", "souq-al-wadi-yaftah-abwabah",
        "افتتح السوق أبوابه صباح الأحد بعد ترميم استمر أربع سنوات. قال رئيس البلدية إن التجار عادوا إلى دكاكينهم وإن السقف الخشبي بقي كما كان.",
        "مكتبة متنقلة تصل إلى قرى الجبل", "maktaba-mutanaqqila", "تصل الحافلة كل أسبوع ومعها كتب جديدة للأطفال. طلب الأهالي زيارة ثانية في الشهر.",
        "الطقس والكلمات المتقاطعة والوصفات وفعاليات نهاية الأسبوع.",
        ("الصفحة غير موجودة", "عذراً، الصفحة التي تبحث عنها غير موجودة."),
        ("النطاق للبيع", "هذا النطاق معروض للبيع. قدّم عرضك الآن."),
        ("الحساب موقوف", "تم إيقاف هذا الحساب. يرجى التواصل مع مزود الاستضافة."),
        ("التحقق الأمني", "يرجى التأكد من أنك لست روبوتاً. نتحقق من متصفحك."),
        ("تسجيل الدخول", "سجّل الدخول لمتابعة القراءة. البريد الإلكتروني كلمة المرور"),
        ("قبل المتابعة", "نستخدم ملفات تعريف الارتباط. قبول الكل رفض"), "/login"),
    Tongue(
        "ro", "Gazeta Văii Albe", "Valea Albă își repară singură drumul spre moară", "valea-alba-isi-repara-singura-drumul-spre-moara",
        "Sătenii au muncit trei duminici la rând cu piatră adusă din carieră. Primarul a promis că județul va plăti podețul, iar morarul le-a dat tuturor făină.",
        "Corul bătrânilor cântă din nou în gara veche", "corul-batranilor-canta-din-nou-in-gara-veche", "Gara nu mai primește trenuri de mult. Corul a strâns bani pentru ferestre și a chemat copiii la repetiții.",
        "Meteo, rebus, rețete și anunțuri mici din toată valea.",
        ("Pagina nu a fost găsită", "Ne pare rău, pagina pe care o cauți nu mai există."),
        ("Domeniu de vânzare", "Acest domeniu este de vânzare. Trimite o ofertă."),
        ("Cont suspendat", "Acest cont a fost suspendat. Contactați furnizorul de găzduire."),
        ("Verificare de securitate", "Confirmați că nu sunteți un robot. Se verifică browserul."),
        ("Autentificare", "Autentifică-te ca să citești mai departe. E-mail Parolă Ai uitat parola?"),
        ("Înainte de a continua", "Folosim cookie-uri. Acceptă toate Refuză"), "/autentificare"),
    Tongue(
        "fi", "Koivulahden Sanomat", "Koivulahti saa talkoilla uuden uimarannan laiturin", "koivulahti-saa-talkoilla-uuden-uimarannan-laiturin",
        "Laituri koottiin kahdessa viikonlopussa ja puut tulivat kunnan metsästä. Uimakoulu alkaa juhannuksen jälkeen, kertoi yhdistyksen sihteeri.",
        "Vanha myllynkivi löytyi pellolta kyntäessä", "vanha-myllynkivi-loytyi-pellolta", "Kivi painaa lähes tonnin. Museo hakee sen traktorilla ja maksaa isännälle kahvit.",
        "Sää, ristikot, reseptit ja viikonlopun menot yhdessä paikassa.",
        ("Sivua ei löytynyt", "Valitettavasti etsimääsi sivua ei ole enää olemassa."),
        ("Verkkotunnus on myynnissä", "Tämä verkkotunnus on myynnissä. Tee tarjous."),
        ("Tili on suljettu", "Tämä tili on suljettu toistaiseksi. Ota yhteyttä palveluntarjoajaan."),
        ("Turvatarkistus", "Vahvista, että et ole robotti. Tarkistamme selaintasi."),
        ("Kirjaudu sisään", "Kirjaudu sisään jatkaaksesi lukemista. Sähköposti Salasana Unohditko salasanan?"),
        ("Ennen kuin jatkat", "Käytämme evästeitä. Hyväksy kaikki Hylkää"), "/kirjaudu"),
    Tongue(
        "hu", "Tiszaréti Hírek", "Tiszarét megvette a régi kompot a vízimolnártól", "tiszaret-megvette-a-regi-kompot-a-vizimolnartol",
        "A falu közpénzből és adományból fizette ki a kompot. Tavasztól naponta négyszer jár majd, mondta a polgármester, és a diákoknak ingyenes lesz.",
        "Újra sütnek kenyeret a templom kemencéjében", "ujra-sutnek-kenyeret-a-templom-kemencejeben", "A kemence fél évszázada hideg volt. Szombaton hatvan kenyér sült benne, és mind elfogyott délre.",
        "Időjárás, rejtvény, receptek és hétvégi programok egy helyen.",
        ("Az oldal nem található", "Sajnáljuk, a keresett oldal már nem létezik."),
        ("Ez a domain eladó", "Ez a domain eladó. Tegyen ajánlatot."),
        ("Fiók felfüggesztve", "Ezt a fiókot felfüggesztették. Forduljon a tárhelyszolgáltatóhoz."),
        ("Biztonsági ellenőrzés", "Erősítse meg, hogy nem robot. Ellenőrizzük a böngészőjét."),
        ("Bejelentkezés", "Jelentkezzen be az olvasáshoz. E-mail Jelszó Elfelejtette a jelszavát?"),
        ("Mielőtt folytatná", "Sütiket használunk. Összes elfogadása Elutasítás"), "/belepes"),
    Tongue(
        "vi", "Báo Bến Sông", "Bến Sông mở lại chợ nổi sau mùa lũ lớn", "ben-song-mo-lai-cho-noi-sau-mua-lu-lon",
        "Chợ nổi mở lại sáng chủ nhật với hơn ba mươi chiếc ghe. Ban quản lý cho biết bến mới cao hơn bến cũ một mét và có đèn cho người đi sớm.",
        "Thư viện làng nhận một nghìn cuốn sách cũ", "thu-vien-lang-nhan-mot-nghin-cuon-sach-cu", "Sách đến từ một trường đã đóng cửa. Các em nhỏ xếp sách suốt hai ngày và dán nhãn từng cuốn.",
        "Thời tiết, ô chữ, món ngon và sự kiện cuối tuần.",
        ("Không tìm thấy trang", "Rất tiếc, trang bạn tìm không tồn tại hoặc đã bị xóa."),
        ("Tên miền đang được bán", "Tên miền này đang được bán. Hãy gửi đề nghị của bạn."),
        ("Tài khoản bị tạm ngưng", "Tài khoản này đã bị tạm ngưng. Vui lòng liên hệ nhà cung cấp."),
        ("Kiểm tra bảo mật", "Vui lòng xác nhận bạn không phải là robot."),
        ("Đăng nhập", "Đăng nhập để đọc tiếp. Email Mật khẩu Quên mật khẩu?"),
        ("Trước khi tiếp tục", "Chúng tôi sử dụng cookie. Chấp nhận tất cả Từ chối"), "/dang-nhap"),
    Tongue(
        "id", "Warta Teluk Biru", "Teluk Biru menanam bakau bersama nelayan muda", "teluk-biru-menanam-bakau-bersama-nelayan-muda",
        "Dua ribu bibit bakau ditanam sepanjang akhir pekan. Kepala desa berkata bahwa pohon itu akan melindungi tambak, dan anak sekolah akan merawatnya.",
        "Perahu perpustakaan singgah di pulau kecil", "perahu-perpustakaan-singgah-di-pulau-kecil", "Perahu itu datang setiap dua minggu. Warga meminjam buku masak dan cerita anak paling banyak.",
        "Cuaca, teka-teki, resep dan acara akhir pekan di satu tempat.",
        ("Halaman tidak ditemukan", "Maaf, halaman yang Anda cari tidak tersedia atau telah dihapus."),
        ("Domain ini dijual", "Domain ini dijual. Ajukan penawaran Anda."),
        ("Akun ditangguhkan", "Akun ini telah ditangguhkan. Silakan hubungi penyedia hosting Anda."),
        ("Pemeriksaan keamanan", "Pastikan Anda bukan robot. Kami memeriksa peramban Anda."),
        ("Masuk", "Masuk untuk terus membaca. Email Kata sandi Lupa kata sandi?"),
        ("Sebelum melanjutkan", "Kami menggunakan cookie. Terima semua Tolak"), "/masuk"),
    Tongue(
        "he", "קול המפרץ", "המגדלור הישן במפרץ חוזר להאיר אחרי שיפוץ", "lighthouse-in-the-bay-shines-again",
        "המגדלור הודלק ביום רביעי בערב לראשונה זה עשרים שנה. המתנדבים שיפצו את המדרגות, והדייגים אמרו שהם רואים את האור מרחוק.",
        "בית הספר בכפר פתח גינת ירק", "village-school-vegetable-garden", "התלמידים משקים לפני השיעור הראשון. ההורים קונים את הירקות בימי שישי.",
        "מזג אוויר, תשבצים, מתכונים ואירועי סוף השבוע.",
        ("הדף לא נמצא", "מצטערים, הדף שחיפשת אינו קיים עוד."),
        ("הדומיין למכירה", "דומיין זה מוצע למכירה. הגישו הצעה."),
        ("החשבון הושעה", "חשבון זה הושעה. פנו לחברת האחסון."),
        ("בדיקת אבטחה", "אנא אשרו שאינכם רובוט. אנו בודקים את הדפדפן."),
        ("התחברות", "התחברו כדי להמשיך לקרוא. דואר אלקטרוני סיסמה שכחתם סיסמה?"),
        ("לפני שממשיכים", "אנו משתמשים בעוגיות. אישור הכול דחייה"), "/login"),
)  # fmt: skip

ENGLISH_GONE = (
    ("This page isn't available", "It may have been moved, or it never was here."),
    ("Sorry, this content is no longer available", "The story you were after has been taken down."),
    ("Error 404", "The requested URL was not found on this server."),
    ("Whoops, nothing here", "The page you requested could not be found. Try the search instead."),
    ("The Brannock Examiner", "The page you are looking for does not exist."),
    ("Page unavailable", "This article has expired and is no longer in our archive."),
    ("HTTP Status 404 - Not Found", "The origin server did not find a current representation for the target resource."),
    ("Lost at sea", "That page doesn't exist. Maybe it has sunk."),
)  # fmt: skip
SERVER_PAGES = (
    ("Apache2 Debian Default Page: It works", "This is the default welcome page used to test the correct operation of the Apache2 server."),
    ("IIS Windows Server", "Internet Information Services"),
    ("Index of /", "Index of / Name Last modified Size Description"),
    ("Coming soon", "Our new website is coming soon. Stay tuned."),
    ("Site under construction", "This site is under construction. Please come back later."),
    ("Welcome to your new website", "Your hosting account is ready. Upload your files to the public_html folder to get started."),
)  # fmt: skip
PARKED = (
    ("brannock-examiner.com", "This domain has expired. If you are the owner, renew it with your registrar."),
    ("brannock-examiner.com", "Related searches: Car insurance. Cheap flights. Credit cards. The sponsored listings displayed above are served automatically by a third party."),
    ("brannock-examiner.com - Premium domain", "Make an offer for this premium domain name. Secure checkout, fast transfer."),
    ("Parked domain", "This domain is parked free of charge by the registrar."),
)  # fmt: skip
CHALLENGES = (
    ("Pardon Our Interruption", "As you were browsing something about your browser made us think you were a bot."),
    ("Access denied", "You do not have permission to access this page on this server. Reference #18.2d3f."),
    ("DDoS protection", "Checking your browser before accessing the site. Please enable cookies and JavaScript."),
    ("One more step", "Please verify you are a human to continue."),
    ("Robot check", "Our systems have detected unusual traffic from your computer network."),
    ("Security verification", "Press and hold the button to confirm that you are a person."),
)  # fmt: skip
BARRIERS = (
    ("Subscribe to continue", "You have reached your limit of free articles. Subscribe now for one crown a week. Already a subscriber? Log in."),
    ("Not available in your region", "Unfortunately our website is currently unavailable in your country for legal reasons."),
    ("How old are you?", "You must be of legal age to enter this site. Please confirm your date of birth."),
)  # fmt: skip
TRAPS = (
    ("The page you wanted is gone: a love letter to the 404", "Every page not found message is a small poem. Error 404 has been painted, sung and knitted, and this exhibition shows forty of them."),
    ("This domain is for sale, said the sign, and the town paid", "Buy this domain, the notice said for eleven years. Nobody made an offer until the town needed its own name back."),
    ("Forgot your password? So did half of Brannock", "Log in, the screen says, and nobody can. The survey asked four hundred people how they sign in to the library."),
    ("I am not a robot: the strange life of a checkbox", "Verify you are human, it asks. Checking your browser takes seconds; being believed takes longer, the author writes."),
    ("Accept all cookies: what a click gives away", "We use cookies, the banner says, and our partners too. A lawyer in Brannock read two hundred privacy policies aloud."),
    ("Account suspended: a baker against his bank", "This account has been suspended, said the letter. It took the baker nine weeks and a lawyer to get his flour money back."),
    ("Página no encontrada: historia de un error famoso", "La página que busca no existe, dice el servidor, y un museo de Puerto Alzado colecciona esos avisos desde hace años."),
    ("Seite nicht gefunden – das Theaterstück zur Fehlermeldung", "Die gesuchte Seite existiert nicht, ruft der Schauspieler, und das Publikum in Altmoor lacht zwei Stunden lang."),
    ("Coming soon: the harbour that never opened", "Under construction, the board said in 1988. Coming soon, it says today, and the gulls have moved in."),
    ("Subscribe to continue reading? Readers say no", "You have reached your limit of free articles, papers tell readers. A study followed three hundred of them to the door."),
)  # fmt: skip
