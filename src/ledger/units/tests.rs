//! Which names are one body, and which are not. The places are invented.

use super::*;

const HOME: &str = "河口县";

fn body(printed: &str) -> Body {
    Units::new().bodies(printed, HOME).remove(0)
}

/// Asserts that all names of each line are one body, and that no two lines share one.
fn apart(home: &str, lines: &[&[&str]]) {
    let units = Units::new();
    let mut seen: HashMap<Body, &str> = HashMap::new();
    for line in lines {
        let first = units.bodies(line[0], home).remove(0);
        for name in *line {
            assert_eq!(units.bodies(name, home)[0], first, "{name} = {}", line[0]);
        }
        if let Some(other) = seen.insert(first, line[0]) {
            panic!("{} and {other} are one", line[0]);
        }
    }
}

#[test]
fn the_table_is_read() {
    assert!(Units::new().names.len() > 100);
    assert!(Units::new().party.len() > 20);
}

#[test]
fn one_body_under_many_names() {
    apart(
        HOME,
        &[
            &[
                "发改局",
                "县发改局",
                "发展和改革局",
                "发展改革局",
                "河口县发展和改革局",
                "河口县发改局",
                "縣發展和改革局",
            ],
            &["教育体育局", "教体局", "县教体局", "县教育体育局", "教育和体育局"],
            &["住房和城乡建设局", "住建局", "住房城乡建设局", "县住建局"],
            &["县委宣传部", "宣传部", "中共河口县委宣传部"],
            &["县委办公室", "县委办", "中共河口县委办公室"],
            &["县委编办", "编办", "县委机构编制委员会办公室"],
            &["团县委", "团委", "共青团河口县委"],
            &["政府办公室", "县政府办", "县人民政府办公室", "河口县人民政府办公室", "政府办"],
            &["工业园区管委会", "工业园区管理委员会", "县工业园区管委会"],
            &["石桥镇", "石桥镇人民政府", "河口县石桥镇"],
            &["各乡（镇）", "各乡镇", "各乡（镇）人民政府", "各乡〔镇〕人民政府", "各乡(镇)", "各乡镇（镇）人民政府"],
            &["生态环境局河口分局", "丰川市生态环境局河口分局", "市生态环境局河口分局"],
            &["人民银行河口县支行", "人行河口支行"],
            &["市场监管局", "县市场监督管理局", "市监局"],
            &["志办", "县志办"],
        ],
    );
}

#[test]
fn different_bodies_stay_apart() {
    apart(
        HOME,
        &[
            &["发改局"],
            &["发改委"],
            &["教育局"],
            &["教体局"],
            &["市教育局"],
            &["自治区教育厅"],
            &["青山县教育局"],
            &["丰川市教育局"],
            &["文旅局"],
            &["文化旅游广电局"],
            &["生态环境局"],
            &["丰川市生态环境局"],
            &["市生态环境局河口分局"],
            &["农业农村局"],
            &["乡村振兴局"],
            &["各乡镇"],
            &["各镇"],
            &["各相关乡镇"],
            &["石桥镇"],
            &["石桥镇中学"],
            &["县委"],
            &["县政府"],
            &["县委办公室"],
            &["县政府办公室"],
            &["督查室"],
            &["县委督查室"],
        ],
    );
}

#[test]
fn words_that_begin_like_places() {
    for (printed, name) in [
        ("市场监管局", "市场监督管理局"),
        ("市政公司", "市政公司"),
        ("县域经济办", "县域经济办"),
        ("轻工业园区管委会", "轻工业园区管理委员会"),
        ("文化市场执法队", "文化市场执法队"),
        ("城市管理局", "城市管理局"),
        ("库区管理局", "库区管理局"),
    ] {
        assert_eq!(body(printed), Body { place: HOME.into(), name: name.into() }, "{printed}");
    }
}

#[test]
fn places() {
    let of = |printed, home| {
        let body = Units::new().bodies(printed, home).remove(0);
        format!("{}|{}", body.place, body.name)
    };
    assert_eq!(of("市教育局", HOME), "市|教育局");
    assert_eq!(of("市教育局", "丰川市"), "丰川市|教育局");
    assert_eq!(of("市委组织部", "丰川市"), "丰川市|市委组织部");
    assert_eq!(of("县委组织部", HOME), "河口县|县委组织部");
    assert_eq!(of("市政府办", "丰川市"), "丰川市|政府办公室");
    assert_eq!(of("青山县水务局", HOME), "青山县|水务局");
    assert_eq!(of("自治区水利厅", HOME), "自治区|水利厅");
    assert_eq!(of("中国移动丰川分公司", "丰川市"), "丰川市|移动公司");
    assert_eq!(of("水务局", ""), "|水务局");
}

#[test]
fn two_names_in_one() {
    let names = |printed: &str| Units::new().bodies(printed, HOME).into_iter().map(|b| b.name).collect::<Vec<_>>();
    assert_eq!(names("县教育工委（教体局）"), ["县委教育工作委员会", "教育体育局"]);
    assert_eq!(names("发改局（投促中心）"), ["发展和改革局", "投资促进中心"]);
    assert_eq!(names("市场监管局及各乡镇人民政府"), ["市场监督管理局", "各乡镇"]);
    assert_eq!(names("供电公司等相关部门（单位）和各乡（镇）"), ["供电公司", "各乡镇"]);
    assert_eq!(names("县委县政府督查室"), ["县委督查室", "政府督查室"]);
    let units = Units::new();
    let list = units.of_list(&["市委", "政府督查室", "市财政局"], "丰川市");
    let names: Vec<String> =
        list.into_iter().map(|(printed, bodies)| format!("{printed}={}", bodies[0].name)).collect();
    assert_eq!(names, ["市委=市委督查室", "政府督查室=政府督查室", "市财政局=财政局"]);
    // Committee and government themselves share no office.
    let list = units.of_list(&["县委", "县政府"], HOME);
    assert_eq!(list[0].1[0].name, "县委");
}

#[test]
fn groups_are_expanded_to_known_towns() {
    let units = Units::new();
    let towns: BTreeSet<Body> = ["石桥镇", "松坪乡", "东街街道"].iter().map(|name| body(name)).collect();
    let far = units.bodies("青山县红岩镇中心校", HOME).remove(0);
    assert!(!Units::is_town(&far));
    let mut towns = towns;
    towns.insert(Body { place: "青山县".into(), name: "红岩镇".into() });
    let names = |group: &str| units.members(&body(group), &towns).into_iter().map(|b| b.name).collect::<Vec<_>>();
    assert!(Units::is_group(&body("各乡（镇）人民政府")));
    assert_eq!(names("各乡（镇）"), ["松坪乡", "石桥镇"]);
    assert_eq!(names("各镇"), ["石桥镇"]);
    assert_eq!(names("各相关乡镇"), [""; 0]);
}

#[test]
fn a_readers_table() {
    let mut units = Units::new();
    units.extend(
        "[places.\"河口县\".names]\n\"发展和改革局\" = [\"发改委\"]\n[places.\"河口县\".groups]\n\"各乡镇\" = [\"石桥镇\", \"松坪乡\"]\n",
    )
    .unwrap();
    assert_eq!(units.bodies("县发改委", HOME), units.bodies("发改局", HOME));
    assert_ne!(units.bodies("县发改委", "青山县"), units.bodies("发改局", "青山县"));
    let group = units.bodies("各乡（镇）", HOME).remove(0);
    assert_eq!(units.members(&group, &BTreeSet::new()).len(), 2);
    assert_eq!(Units::new().extend("[names]\n\"甲局\" = 3\n").unwrap_err(), (2, "\"甲局\" = 3".into()));
}

proptest::proptest! {
    /// A table that is not understood names a line that there is, and changes nothing.
    #[test]
    fn any_table_is_taken_or_refused_as_a_whole(
        lines in proptest::collection::vec("\\[(names|party|places.\"甲县\".(names|groups))\\]|\"[甲乙]局\" = (\\[\"[甲乙丙]局\"\\]|3)|[\"=\\[\\]甲 ]{0,4}|\\PC{0,6}", 0..6),
    ) {
        let mut units = Units::new();
        let text = lines.join("\n");
        if let Err((line, words)) = units.extend(&text) {
            proptest::prop_assert!((1..=lines.len().max(1)).contains(&line), "{}", line);
            proptest::prop_assert!(text.contains(&words));
            for name in ["甲局", "乙局", "县发改局"] {
                proptest::prop_assert_eq!(units.bodies(name, "甲县"), Units::new().bodies(name, "甲县"));
            }
        }
    }

    #[test]
    fn any_name_is_a_body(name in "([县市区委政府局办各乡镇（）和人民中国公司分泾源固原]|\\PC){0,16}", home in "(泾源县|固原市|)") {
        proptest::prop_assert!(!Units::new().bodies(&name, &home).is_empty());
    }
}
