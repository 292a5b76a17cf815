//! The list interface of 人民法院在线服务网 as public clients describe it: what is asked, and what the answers mean.

use serde_json::Value;

use crate::reference::Interface;

/// What a link carries behind its `#`; all three are needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// 签到编号.
    pub qdbh: String,
    /// 送达编号.
    pub sdbh: String,
    /// Signature of the link.
    pub sdsin: String,
    /// 访问密码, where the link carries one.
    pub mm: Option<String>,
}

impl Parameters {
    /// Reads the parameters of a link; they stand behind the `#`, where a URL parser sees a fragment.
    pub fn of_link(link: &str) -> Option<Self> {
        let (_, fragment) = link.split_once('#')?;
        let (_, query) = fragment.split_once('?')?;
        let query = query.split('#').next().unwrap_or("");
        let value = |key: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(name, _)| *name == key).map(|(_, value)| decoded(value)).filter(|value| !value.is_empty())
        };
        Some(Self { qdbh: value("qdbh")?, sdbh: value("sdbh")?, sdsin: value("sdsin")?, mm: value("mm") })
    }

    /// The body of the question for the list.
    pub fn body(&self, password: Option<&str>) -> Vec<u8> {
        let mm = password.or(self.mm.as_deref()).unwrap_or("");
        let body = serde_json::json!({"sdbh": self.sdbh, "qdbh": self.qdbh, "sdsin": self.sdsin, "mm": mm});
        body.to_string().into_bytes()
    }
}

/// Percent-encoding undone (RFC 3986 section 2.1). A plus sign stays one: signatures are full of them.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.filter(|_| *byte == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(value) => {
                out.push(value);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// One document on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// What tells it from the others: 文书编号 and 送达编号, else its name and the path of its link; see [`is_unsettled`]
    /// for one that has neither.
    pub key: String,
    /// 文书名称 with the ending of its format.
    pub name: String,
    /// 法院名称.
    pub court: Option<String>,
    /// Where its bytes lie for about an hour; none while the platform has not put them there.
    pub url: Option<String>,
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The documents, in order, each once.
    Documents(Vec<Offered>),
    /// The list is there and holds nothing yet.
    Empty,
    /// The platform serves only browsers (RMFY109904).
    NeedsBrowser(String),
    /// A password (mm) is needed, or the one given is wrong.
    NeedsPassword(String),
    /// The link is no longer valid.
    Expired(String),
    /// The platform cannot answer now, and says so.
    Busy(String),
    /// The platform says no, in words that are known to be final.
    Refused(String),
    /// The platform gives no documents, in words that are not known: it may be for now, or for good.
    Unknown(String),
    /// Not an answer of this interface; these are its first words.
    Strange(String),
}

/// Reads an answer to the question for the list.
pub fn read(status: u16, bytes: &[u8], interface: &Interface) -> Answer {
    let Ok(answer) = serde_json::from_slice::<Value>(bytes) else {
        let start: String = String::from_utf8_lossy(bytes).chars().take(120).collect();
        return Answer::Strange(format!("HTTP {status}: {}", start.trim()));
    };
    let text = |key: &str| match answer.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let (code, says) = (text("code"), [text("msg"), text("message")].into_iter().find(|it| !it.is_empty()));
    let says = says.unwrap_or_default();
    let words = format!("{code} {says}").trim().to_owned();
    let has = |list: &[String]| list.iter().any(|word| words.contains(word.as_str()));
    // What it says is looked at before the list: a refusal may carry an empty one.
    // Some services put what they answer into a text of its own.
    let within = answer.get("data").and_then(Value::as_str).and_then(|text| serde_json::from_str::<Value>(text).ok());
    let documents = documents_in(within.as_ref().or(answer.get("data")));
    let is_yes = code == "200" || answer.get("success") == Some(&Value::Bool(true));
    if is_yes && !documents.is_empty() {
        return Answer::Documents(documents);
    }
    if has(&interface.says_browser) {
        return Answer::NeedsBrowser(words);
    }
    if has(&interface.says_password) {
        return Answer::NeedsPassword(words);
    }
    let is_down = status >= 500 || status == 429;
    // A server in trouble may speak of a service that does not exist; that says nothing about the link.
    if has(&interface.says_expired) && !(is_down && has(&interface.says_busy)) {
        return Answer::Expired(words);
    }
    if is_down || code == "429" || has(&interface.says_busy) {
        return Answer::Busy(format!("HTTP {status}: {words}"));
    }
    if code == "200" {
        return Answer::Empty;
    }
    if code.is_empty() {
        return Answer::Strange(format!("HTTP {status}: {words}"));
    }
    if has(&interface.says_refused) { Answer::Refused(words) } else { Answer::Unknown(words) }
}

/// Begins the key of something on a list that neither has a number nor leads anywhere.
const UNSETTLED: char = '?';

/// Whether a key stands for something on a list of which nothing can be fetched or known again yet. It is missing as
/// long as the list has it.
pub fn is_unsettled(key: &str) -> bool {
    key.starts_with(UNSETTLED)
}

/// Whether a key is of a document without a number, told by its name and the path of its link.
pub fn is_by_place(key: &str) -> bool {
    key.contains('@') && !is_unsettled(key)
}

/// `data` is a list, a single document, or absent. Everything on it is given: what has the same number is one document,
/// what has none is told apart by its name and the path of its link, and what has neither keeps the list from being whole.
fn documents_in(data: Option<&Value>) -> Vec<Offered> {
    // As the platform's other lists are answered: the documents one step further in, beside their number.
    let inner = data.and_then(|data| ["data", "list", "rows", "records"].iter().find_map(|key| data.get(key)));
    let all: &[Value] = match inner.filter(|inner| inner.is_array()).or(data) {
        Some(Value::Array(all)) => all,
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        _ => &[],
    };
    let mut documents: Vec<Offered> = Vec::new();
    for item in all.iter().filter(|item| !item.is_null()) {
        let text = |key: &str| match item.get(key) {
            Some(Value::String(text)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let (own, url) = (text("c_wsbh").or_else(|| text("c_stbh")), text("wjlj"));
        let (title, path) = (text("c_wsmc"), url.as_deref().map(path_of));
        let delivery = text("c_sdbh").unwrap_or_default();
        let key = match (&own, path) {
            (Some(own), _) => format!("{own}/{delivery}"),
            (None, Some(path)) => format!("{}@{path}/{delivery}", title.as_deref().unwrap_or_default()),
            (None, None) => UNSETTLED.to_string(),
        };
        let mut same = documents.iter_mut().filter(|known| known.key == key);
        // The same document may stand there twice; the one with a link is the better one.
        if let Some(known) = same.next().filter(|_| own.is_some()) {
            known.url = known.url.take().or(url);
            continue;
        }
        let name = title.or(own).or_else(|| path.and_then(|path| path.rsplit('/').next()).map(str::to_owned));
        let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| "未写明名称的文书".to_owned());
        let ending = text("c_wjgs").map(|it| it.trim_start_matches('.').to_ascii_lowercase());
        let ending = ending.filter(|it| it.len() <= 5 && it.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let name = match ending {
            Some(ending) if !name.to_ascii_lowercase().ends_with(&format!(".{ending}")) => format!("{name}.{ending}"),
            _ => name,
        };
        let key = unlike(&documents, key);
        documents.push(Offered { key, name, court: text("c_fymc"), url });
    }
    documents
}

/// The path of a link: what stands before and behind it, host and signature, changes from one list to the next.
fn path_of(url: &str) -> &str {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    let place = url.split_once("://").map_or(url, |(_, place)| place);
    place.find('/').and_then(|at| place.get(at..)).unwrap_or(place)
}

/// A key that none of these has: nothing says that two things without a number are one.
fn unlike(documents: &[Offered], key: String) -> String {
    let is_there = |key: &str| documents.iter().any(|known| known.key == key);
    if !is_there(&key) {
        return key;
    }
    let mut nth = 2;
    loop {
        let other = format!("{key}#{nth}");
        if !is_there(&other) {
            return other;
        }
        nth += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::Platforms;

    fn interface() -> Interface {
        let platforms = Platforms::builtin().unwrap();
        platforms.all().iter().find_map(|it| it.interface.clone()).unwrap()
    }

    #[test]
    fn parameters_stand_behind_the_hash() {
        let link = "https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?qdbh=Q%2B1&sdbh=S2&sdsin=a+b%3D&mm=";
        let read = Parameters::of_link(link).unwrap();
        assert_eq!((read.qdbh.as_str(), read.sdbh.as_str(), read.sdsin.as_str()), ("Q+1", "S2", "a+b="));
        assert_eq!(read.mm, None);
        let body: Value = serde_json::from_slice(&read.body(Some("8888"))).unwrap();
        assert_eq!(body["mm"], "8888");
        assert_eq!(Parameters::of_link("https://zxfw.court.gov.cn/zxfw/?qdbh=1&sdbh=2&sdsin=3"), None);
        assert_eq!(Parameters::of_link("https://x/#/a?qdbh=1&sdbh=&sdsin=3"), None);
        assert_eq!(decoded("100%"), "100%");
    }

    #[test]
    fn a_list_gives_each_document_once_with_its_ending() {
        let answer = r#"{"code":200,"msg":"","success":true,"data":[
            {"c_sdbh":"S","c_wsbh":"1","c_wsmc":"传票","c_wjgs":"pdf","c_fymc":"某法院","wjlj":"https://oss/1"},
            {"c_sdbh":"S","c_wsbh":"1","c_wsmc":"传票","c_wjgs":"pdf","wjlj":"https://oss/1b"},
            {"c_sdbh":"S","c_wsbh":"2","c_wsmc":"判决书.pdf","c_wjgs":"PDF","wjlj":null}]}"#;
        let Answer::Documents(found) = read(200, answer.as_bytes(), &interface()) else { panic!("a list") };
        let names: Vec<&str> = found.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["传票.pdf", "判决书.pdf"]);
        assert_eq!((found[0].url.as_deref(), found[1].url.as_deref()), (Some("https://oss/1"), None));
        let one = r#"{"code":"200","data":{"c_wsbh":"1","c_wsmc":"传票","wjlj":"https://oss/1"}}"#;
        assert!(matches!(read(200, one.as_bytes(), &interface()), Answer::Documents(found) if found.len() == 1));
        let inner = r#"{"code":200,"data":{"total":2,"data":[{"c_wsbh":"1","wjlj":"https://oss/1"},{"c_wsbh":"2"}]}}"#;
        assert!(matches!(read(200, inner.as_bytes(), &interface()), Answer::Documents(found) if found.len() == 2));
        let text = r#"{"code":0,"success":true,"data":"[null,{\"c_wsbh\":\"1\",\"wjlj\":\"https://oss/1\"}]"}"#;
        assert!(matches!(read(200, text.as_bytes(), &interface()), Answer::Documents(found) if found.len() == 1));
        let none = r#"{"code":200,"data":{"total":0,"data":[]}}"#;
        assert_eq!(read(200, none.as_bytes(), &interface()), Answer::Empty);
    }

    #[test]
    fn what_has_no_number_is_told_apart_and_nothing_on_a_list_is_dropped() {
        let answer = |order: [usize; 5]| {
            let items = [
                r#"{"c_sdbh":"S","c_wsmc":"证据材料","c_wjgs":"pdf","wjlj":"https://oss/f/1.pdf?sign=a"}"#,
                r#"{"c_sdbh":"S","c_wsmc":"证据材料","c_wjgs":"pdf","wjlj":"https://oss/f/2.pdf?sign=b"}"#,
                r#"{"c_sdbh":"S","c_wjgs":"pdf","wjlj":"https://oss/f/3.pdf"}"#,
                r#"{"c_sdbh":"S","c_wsbh":"4","c_wsmc":"传票","wjlj":"https://oss/f/4.pdf"}"#,
                r#"{"c_sdbh":"S"}"#,
            ];
            let items: Vec<&str> = order.iter().map(|at| items[*at]).collect();
            let text = format!(r#"{{"code":200,"data":[{}]}}"#, items.join(","));
            let Answer::Documents(found) = read(200, text.as_bytes(), &interface()) else { panic!("a list") };
            found
        };
        let found = answer([0, 1, 2, 3, 4]);
        let names: Vec<&str> = found.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["证据材料.pdf", "证据材料.pdf", "3.pdf", "传票", "未写明名称的文书"]);
        assert_eq!(found.iter().filter(|it| is_unsettled(&it.key)).count(), 1);
        let keyed = |found: Vec<Offered>| {
            let mut keyed: Vec<_> =
                found.into_iter().map(|it| (it.key, it.url.map(|url| path_of(&url).to_owned()))).collect();
            keyed.sort();
            keyed
        };
        assert_eq!(keyed(answer([4, 2, 1, 3, 0])), keyed(found), "in whatever order");
        let twice = r#"{"code":200,"data":[{"c_wsmc":"a","wjlj":"https://x/down?id=1"},{"c_wsmc":"a","wjlj":"https://x/down?id=2"}]}"#;
        let Answer::Documents(found) = read(200, twice.as_bytes(), &interface()) else { panic!("a list") };
        assert!(found.len() == 2 && found[0].key != found[1].key, "{found:?}");
    }

    #[test]
    fn every_other_answer_has_its_own_meaning() {
        let means = |status: u16, answer: &str| read(status, answer.as_bytes(), &interface());
        assert_eq!(means(200, r#"{"code":200,"data":[]}"#), Answer::Empty);
        assert_eq!(means(200, r#"{"code":200,"data":null}"#), Answer::Empty);
        assert!(matches!(means(400, r#"{"code":"RMFY109904","msg":"非法请求"}"#), Answer::NeedsBrowser(_)));
        assert!(matches!(means(200, r#"{"code":500,"msg":"访问密码错误"}"#), Answer::NeedsPassword(_)));
        assert!(matches!(means(200, r#"{"code":500,"msg":"链接已失效"}"#), Answer::Expired(_)));
        assert!(matches!(means(200, r#"{"code":200,"msg":"该送达已过期","data":[]}"#), Answer::Expired(_)));
        assert!(matches!(means(200, r#"{"code":403,"msg":"无权查看"}"#), Answer::Refused(_)));
        assert!(matches!(means(200, r#"{"code":500,"msg":"操作失败"}"#), Answer::Unknown(_)));
        assert!(matches!(means(400, r#"{"code":400,"msg":"请求参数有误"}"#), Answer::Unknown(_)));
        assert!(matches!(means(502, "<html>Bad Gateway</html>"), Answer::Strange(says) if says.contains("502")));
        assert!(matches!(means(200, "[]"), Answer::Strange(_)));
    }

    #[test]
    fn a_platform_that_is_busy_has_not_refused() {
        let means = |status: u16, answer: &str| read(status, answer.as_bytes(), &interface());
        for (status, answer) in [
            (503, r#"{"code":500,"msg":"系统繁忙，请稍后再试"}"#),
            (200, r#"{"code":500,"msg":"系统繁忙，请稍后再试"}"#),
            (200, r#"{"code":-1,"msg":"服务异常"}"#),
            (200, r#"{"code":504,"message":"请求超时"}"#),
            (500, r#"{"code":500,"msg":""}"#),
            (500, r#"{"code":500,"msg":"无权查看"}"#),
            (502, r#"{"error":"Bad Gateway"}"#),
            (429, r#"{"code":429,"msg":"Too Many Requests"}"#),
            (503, r#"{"code":503,"msg":"服务不存在，请稍后再试"}"#),
            (200, r#"{"code":200,"msg":"系统繁忙","data":[]}"#),
        ] {
            assert!(matches!(means(status, answer), Answer::Busy(_)), "{status} {answer}");
        }
        assert!(matches!(means(500, r#"{"code":500,"msg":"访问密码错误"}"#), Answer::NeedsPassword(_)));
        assert!(matches!(means(500, r#"{"code":500,"msg":"链接已失效"}"#), Answer::Expired(_)));
    }
}
