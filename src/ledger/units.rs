//! One body under many names: 县发改局, 发改局 and 泾源县发展和改革局 in a document of 泾源县 are one.
//!
//! A body is a place and a name ([`Body`]). What a document prints is taken apart by rules, in this order:
//!
//! 1. **Place.** 县 of a county's document, or its full name, is its own; a name without a place is its own, too. 市 in a county's
//!    document is the city above it, 固原市 another place: their units are other bodies.
//! 2. **Shape.** 人民政府 behind a town, 办 for 办公室, 管委会 for 管理委员会, 县委 before its departments, brackets of 乡（镇）. A
//!    bracket behind a name is a second name of it: 教育工委（教育体育局） is found under both.
//! 3. **Names.** A table of full and short names (`units.toml` here; a reader's `units.toml` adds to it or overrules it).
//!
//! Nothing is guessed beyond that. Two names that may be one body (发展和改革局, 发展和改革委员会) stay two until the reader's table
//! says otherwise, and the printed name is kept beside the body, always.
//!
//! A **group** (各乡镇) is a body of its own. Which towns it means is known where the library names them, and asked for
//! separately ([`Units::members`]).

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;

use crate::parse::responsibilities::units::is_unit;
use crate::text::fold::fold;

/// A body: two printed names with the same one are one body.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Body {
    /// 泾源县; for a body of the city above a county whose name is not said: 市. Empty where no place is known.
    pub place: String,
    /// Full name without place, simplified.
    pub name: String,
}

/// What is known of names.
#[derive(Debug, Clone, Default)]
pub struct Units {
    /// Key of a name → full name.
    names: HashMap<String, String>,
    /// The same for one place only.
    places: HashMap<String, HashMap<String, String>>,
    /// Key of a department of a Party committee → its full name.
    party: HashMap<String, String>,
    /// Place and group → its members.
    groups: HashMap<(String, String), Vec<String>>,
}

/// A table as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    names: HashMap<String, Vec<String>>,
    party: HashMap<String, Vec<String>>,
    places: HashMap<String, Place>,
}

/// What holds in one place.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Place {
    names: HashMap<String, Vec<String>>,
    groups: HashMap<String, Vec<String>>,
}

impl Units {
    /// The program's table.
    pub fn new() -> Units {
        let mut units = Units::default();
        // The table is compiled in, and a test reads it.
        units.add(toml::from_str(include_str!("units.toml")).unwrap_or_default());
        units
    }

    /// Adds a reader's table over what is known.
    ///
    /// # Errors
    /// The 1-based line of `text` that is not understood, and its words; then nothing is added.
    pub fn extend(&mut self, text: &str) -> Result<(), (usize, String)> {
        let table = toml::from_str(text).map_err(|error: toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = text[..at].matches('\n').count();
            (line + 1, text.lines().nth(line).unwrap_or_default().trim().to_owned())
        })?;
        self.add(table);
        Ok(())
    }

    fn add(&mut self, table: Table) {
        self.names.extend(keys(table.names));
        self.party.extend(keys(table.party));
        for (place, said) in table.places {
            let place = fold(&place);
            let groups = said.groups.into_iter().map(|(group, towns)| ((place.clone(), shape(&group)), towns));
            self.groups.extend(groups);
            self.places.entry(place).or_default().extend(keys(said.names));
        }
    }

    /// The bodies behind a printed name in a document of `home` (泾源县; empty where it is not known); never none, more than
    /// one where a bracket says a second name.
    pub fn bodies(&self, printed: &str, home: &str) -> Vec<Body> {
        let name = shape(printed);
        if let Some((party, office)) = two_offices(&name) {
            return vec![self.body(&format!("{party}{office}"), home), self.body(&format!("政府{office}"), home)];
        }
        // 市场监管局及各乡镇; 供电公司等相关部门和各乡镇.
        if let Some((one, other)) = ["及各", "和各"].iter().find_map(|word| name.split_once(word)) {
            let one = ["等相关部门", "等有关部门", "等部门", "等"]
                .iter()
                .find_map(|tail| one.split_once(tail))
                .map_or(one, |(one, _)| one);
            if is_unit(one) {
                return vec![self.body(one, home), self.body(&shape(&format!("各{other}")), home)];
            }
        }
        if let Some((outer, inner)) = bracket(&name) {
            let mut bodies = vec![self.body(outer, home)];
            if is_unit(inner) {
                bodies.push(self.body(inner, home));
            }
            bodies.dedup();
            return bodies;
        }
        vec![self.body(&name, home)]
    }

    /// The bodies of a whole list, which may share a word: 市委、政府督查室 are 市委督查室 and 政府督查室.
    pub fn of_list<'a>(&self, printed: &[&'a str], home: &str) -> Vec<(&'a str, Vec<Body>)> {
        let office_of_next = |at: usize| {
            let party = shape(printed[at]);
            let next = shape(printed.get(at + 1)?);
            let bare = ["县委", "市委", "区委", "党委", "自治区党委", "省委"].contains(&party.as_str());
            let office = next.trim_start_matches(['县', '市', '区']).strip_prefix("政府")?.to_owned();
            (bare && !office.is_empty()).then(|| format!("{party}{office}"))
        };
        let bodies = |(at, name): (usize, &&'a str)| match office_of_next(at) {
            Some(office) => (*name, vec![self.body(&office, home)]),
            None => (*name, self.bodies(name, home)),
        };
        printed.iter().enumerate().map(bodies).collect()
    }

    fn body(&self, name: &str, home: &str) -> Body {
        let home = fold(home);
        let (place, name) = self.place(name, &home);
        let own = place == home;
        let level = if own { home.chars().next_back() } else { place.chars().next_back() };
        let name = self.full(&name, if own { &home } else { &place }, level);
        Body { place, name }
    }

    /// Takes the place off a name.
    fn place(&self, name: &str, home: &str) -> (String, String) {
        let stem = home.strip_suffix(LEVELS).filter(|stem| stem.chars().count() >= 2);
        if let Some(stem) = stem {
            if let Some(branch) = branch(name, stem) {
                return (home.to_owned(), branch);
            }
            let rest = name.strip_prefix(home).or_else(|| name.strip_prefix(stem));
            if let Some(rest) = rest.filter(|rest| rest.chars().count() >= 2 && !rest.starts_with(['分', '支'])) {
                // 河口县委宣传部 is the committee's.
                let committee = rest.starts_with('委') && !rest.starts_with("委员会");
                let level = home.chars().next_back().filter(|_| committee).map_or(String::new(), String::from);
                return (home.to_owned(), format!("{level}{rest}"));
            }
        }
        for level in ["自治区", "县", "市", "省", "区"] {
            let Some(rest) = name.strip_prefix(level) else { continue };
            if is_word(level, name) || rest.chars().count() < 2 && !rest.starts_with('委') {
                break;
            }
            // 县委 is its own name.
            let rest = if rest.starts_with('委') && !rest.starts_with("委员会") { name } else { rest };
            let own = home.is_empty() || home.ends_with(level);
            return (if own { home.to_owned() } else { level.to_owned() }, rest.to_owned());
        }
        if let Some((place, rest)) = elsewhere(name) {
            return (place.to_owned(), rest.to_owned());
        }
        (home.to_owned(), name.to_owned())
    }

    /// The full name of a body within its place. `level`: the last character of the place (县).
    fn full(&self, name: &str, place: &str, level: Option<char>) -> String {
        let name = offices(name);
        let key = key(&name);
        if let Some(full) = self.places.get(place).and_then(|names| names.get(&key)) {
            return full.clone();
        }
        let level = level.filter(|c| "县市区".contains(*c)).map_or("党".to_owned(), String::from);
        let committee = ["县委", "市委", "区委", "党委"].iter().find_map(|word| key.strip_prefix(word));
        if let Some(full) = committee.and_then(|department| self.party.get(department)) {
            return format!("{level}委{full}");
        }
        match committee {
            // An office of a committee that the table does not list.
            Some(department) if !department.is_empty() => return format!("{level}委{department}"),
            Some(_) => return format!("{level}委"),
            None => {}
        }
        // 办公室 and 督查室 alone may be anybody's.
        if let Some(full) = self.party.get(&key).filter(|_| !["办公室", "督查室", "党校"].contains(&key.as_str()))
        {
            return format!("{level}委{full}");
        }
        if key == format!("团{level}委") || key == "团委" || key.starts_with("共青团") && key.ends_with("委") {
            return format!("团{level}委");
        }
        self.names.get(&key).cloned().unwrap_or(name)
    }

    /// What a body is called, without its place: its full name and those that the tables have for it.
    pub fn names_of(&self, body: &Body) -> Vec<String> {
        let place = self.places.get(&body.place).into_iter().flatten();
        let same = self.names.iter().chain(place).filter(|(_, full)| **full == body.name).map(|(name, _)| name.clone());
        let mut names: Vec<String> = same.chain([body.name.clone()]).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Whether a body is a group of towns.
    pub fn is_group(body: &Body) -> bool {
        body.name.starts_with('各')
            && body.name.contains(['乡', '镇'])
            && !body.name.contains("部门")
            && !body.name.contains('村')
    }

    /// The towns that a group means: what the reader's table says, or else those of `towns` that are in its place and of its kind.
    pub fn members(&self, group: &Body, towns: &BTreeSet<Body>) -> Vec<Body> {
        if let Some(said) = self.groups.get(&(group.place.clone(), group.name.clone())) {
            return said.iter().map(|name| self.body(&shape(name), &group.place)).collect();
        }
        let fits = |town: &&Body| {
            let kind = town.name.chars().next_back();
            town.place == group.place
                && kind.is_some_and(|kind| group.name.contains(kind) || kind == '道' && group.name.contains("街道"))
        };
        // 各相关乡镇 are not all of them.
        let all = !group.name.contains("相关") && !group.name.contains("有关");
        towns.iter().filter(|_| all).filter(fits).cloned().collect()
    }

    /// Whether a body is one town.
    pub fn is_town(body: &Body) -> bool {
        let count = body.name.chars().count();
        (2..=7).contains(&count)
            && (body.name.ends_with(['乡', '镇']) || body.name.ends_with("街道"))
            && !body.name.starts_with(['各', '乡', '镇'])
            && !["有关", "相关", "所在", "属地", "辖区", "涉及", "其他", "全县", "重点"]
                .iter()
                .any(|word| body.name.starts_with(word))
            && !body.name.contains("乡镇")
    }
}

const LEVELS: [char; 4] = ['县', '市', '区', '旗'];

fn keys(table: HashMap<String, Vec<String>>) -> impl Iterator<Item = (String, String)> {
    table.into_iter().flat_map(|(full, short)| {
        let full = fold(&full);
        short.into_iter().chain([full.clone()]).map(move |name| (key(&shape(&name)), full.clone()))
    })
}

/// What names are compared by: 和 and 与 come and go.
fn key(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '和' | '与' | ',')).collect()
}

/// A name without the brackets inside words and without what recognisers double.
fn shape(printed: &str) -> String {
    let mut name = fold(printed);
    for (from, to) in [
        ("乡(镇)", "乡镇"),
        ("镇(乡)", "乡镇"),
        ("(镇)", ""),
        ("乡(镇", "乡镇"),
        ("乡镇)", "乡镇"),
        ("(街道)", "街道"),
        ("、", ""),
    ] {
        if name.contains(from) {
            name = name.replace(from, to);
        }
    }
    for party in ["中共", "中国共产党"] {
        if let Some(rest) = name.strip_prefix(party) {
            name = rest.to_owned();
        }
    }
    name
}

/// 教育工委(教育体育局): the name, and what stands in the bracket behind it.
fn bracket(name: &str) -> Option<(&str, &str)> {
    let (outer, inner) = name.strip_suffix(')')?.split_once('(')?;
    (outer.chars().count() >= 2 && !inner.contains(['(', ')']) && !inner.is_empty()).then_some((outer, inner))
}

/// 县委县政府督查室: the committee, and the office that both have.
fn two_offices(name: &str) -> Option<(&str, &str)> {
    let party = ["县委", "市委", "区委"].into_iter().find(|party| name.starts_with(party))?;
    let rest = name[party.len()..].trim_start_matches(['县', '市', '区']);
    let office = rest.strip_prefix("政府").or_else(|| rest.strip_prefix("人民政府"))?;
    ["督查室", "办公室", "办", "研究室", "信息室"].contains(&office).then_some((party, office))
}

/// A branch that is named for this place (固原市生态环境局泾源分局, 人民银行泾源县支行) is one body, whether the city above it is
/// printed or not: its name without that.
fn branch(name: &str, stem: &str) -> Option<String> {
    ["分局", "分公司", "支行", "支公司", "支队", "大队"].iter().find(|end| name.ends_with(**end))?;
    let at = name.find(stem).filter(|&at| at > 0)?;
    let (above, rest) = (&name[..at], &name[at + stem.len()..]);
    let city = above.find('市').filter(|&at| !is_word("市", &above[at..])).map_or(0, |at| at + "市".len());
    let rest = rest.strip_prefix(LEVELS).unwrap_or(rest);
    Some(format!("{}{stem}{rest}", &above[city..]))
}

/// Whether 市 before 场 is a word instead of a place.
fn is_word(level: &str, name: &str) -> bool {
    const WORDS: [&str; 27] = [
        "市场",
        "市监",
        "市政",
        "市容",
        "市民",
        "市郊",
        "市区",
        "市直",
        "市级",
        "市属",
        "市域",
        "县志",
        "县域",
        "县直",
        "县级",
        "县属",
        "县乡",
        "县城建",
        "县城区",
        "区域",
        "区直",
        "区属",
        "区块",
        "区级",
        "省直",
        "省级",
        "省属",
    ];
    // 市政府 and 市政协 are the city's.
    let government = name.strip_prefix(level).is_some_and(is_government);
    // 县志办 is the county's, under its usual name.
    !government
        && !name.starts_with("县志办")
        && WORDS.iter().any(|word| word.starts_with(level) && name.starts_with(word))
}

/// Whether a name begins with 政 as a government's does, not as 市政 does.
fn is_government(name: &str) -> bool {
    ["政府", "政协", "政法", "政务"].iter().any(|word| name.starts_with(word))
}

/// The place at the start of a name, and the unit behind it: 固原市, 生态环境局.
fn elsewhere(name: &str) -> Option<(&str, &str)> {
    const NO_PLACES: [&str; 24] = [
        "园区",
        "社区",
        "景区",
        "库区",
        "小区",
        "新区",
        "灌区",
        "城区",
        "片区",
        "校区",
        "林区",
        "牧区",
        "矿区",
        "地区",
        "辖区",
        "发区",
        "范区",
        "假区",
        "护区",
        "城市",
        "超市",
        "上市",
        "牧业区",
        "功能区",
    ];
    if name.starts_with(['各', '全']) {
        return None;
    }
    let (at, level) =
        name.char_indices().skip(2).take(6).find(|&(_, c)| LEVELS.contains(&c) || matches!(c, '省' | '州' | '盟'))?;
    let (place, rest) = name.split_at(at + level.len_utf8());
    let word = rest.starts_with('场') || rest.starts_with('政') && !is_government(rest);
    let unit = !word && rest.chars().count() >= 3 && (is_unit(rest) || rest.starts_with('委'));
    let place_name = !NO_PLACES.iter().any(|word| place.ends_with(word))
        && !["局", "委", "办", "部", "院", "会", "行", "厅", "公司", "中心", "管理"]
            .iter()
            .any(|word| place.contains(word));
    (unit && place_name).then_some((place, rest))
}

/// Endings and beginnings that say the same: 人民政府 behind a town, 办事处, 管委会, 人民政府办公室, 中国电信青铜峡分公司.
fn offices(name: &str) -> String {
    let mut name = name
        .strip_prefix("人民政府")
        .filter(|rest| !rest.is_empty())
        .map_or(name.to_owned(), |rest| format!("政府{rest}"));
    for end in ["人民政府", "政府"] {
        if let Some(town) = name.strip_suffix(end).filter(|town| town.ends_with(['乡', '镇'])) {
            return town.to_owned();
        }
    }
    if let Some(street) = name.strip_suffix("办事处").filter(|street| street.ends_with("街道")) {
        return street.to_owned();
    }
    if let Some(park) = name.strip_suffix("管委会") {
        name = format!("{park}管理委员会");
    }
    for carrier in ["电信", "移动", "联通", "铁塔"] {
        let of_china = format!("中国{carrier}");
        if (name.starts_with(&of_china) || name.starts_with(carrier)) && name.ends_with("公司") {
            return format!("{carrier}公司");
        }
    }
    name.strip_prefix("人行").map_or(name.clone(), |rest| format!("人民银行{rest}"))
}

#[cfg(test)]
mod tests;
