//! A hundred steps, side by side.
#[pipeline(error = std::convert::Infallible)]
fn crowd(start: u64) {
    #[step(name = "s1")]
    look(&start);
    #[step(name = "s2")]
    look(&start);
    #[step(name = "s3")]
    look(&start);
    #[step(name = "s4")]
    look(&start);
    #[step(name = "s5")]
    look(&start);
    #[step(name = "s6")]
    look(&start);
    #[step(name = "s7")]
    look(&start);
    #[step(name = "s8")]
    look(&start);
    #[step(name = "s9")]
    look(&start);
    #[step(name = "s10")]
    look(&start);
    #[step(name = "s11")]
    look(&start);
    #[step(name = "s12")]
    look(&start);
    #[step(name = "s13")]
    look(&start);
    #[step(name = "s14")]
    look(&start);
    #[step(name = "s15")]
    look(&start);
    #[step(name = "s16")]
    look(&start);
    #[step(name = "s17")]
    look(&start);
    #[step(name = "s18")]
    look(&start);
    #[step(name = "s19")]
    look(&start);
    #[step(name = "s20")]
    look(&start);
    #[step(name = "s21")]
    look(&start);
    #[step(name = "s22")]
    look(&start);
    #[step(name = "s23")]
    look(&start);
    #[step(name = "s24")]
    look(&start);
    #[step(name = "s25")]
    look(&start);
    #[step(name = "s26")]
    look(&start);
    #[step(name = "s27")]
    look(&start);
    #[step(name = "s28")]
    look(&start);
    #[step(name = "s29")]
    look(&start);
    #[step(name = "s30")]
    look(&start);
    #[step(name = "s31")]
    look(&start);
    #[step(name = "s32")]
    look(&start);
    #[step(name = "s33")]
    look(&start);
    #[step(name = "s34")]
    look(&start);
    #[step(name = "s35")]
    look(&start);
    #[step(name = "s36")]
    look(&start);
    #[step(name = "s37")]
    look(&start);
    #[step(name = "s38")]
    look(&start);
    #[step(name = "s39")]
    look(&start);
    #[step(name = "s40")]
    look(&start);
    #[step(name = "s41")]
    look(&start);
    #[step(name = "s42")]
    look(&start);
    #[step(name = "s43")]
    look(&start);
    #[step(name = "s44")]
    look(&start);
    #[step(name = "s45")]
    look(&start);
    #[step(name = "s46")]
    look(&start);
    #[step(name = "s47")]
    look(&start);
    #[step(name = "s48")]
    look(&start);
    #[step(name = "s49")]
    look(&start);
    #[step(name = "s50")]
    look(&start);
    #[step(name = "s51")]
    look(&start);
    #[step(name = "s52")]
    look(&start);
    #[step(name = "s53")]
    look(&start);
    #[step(name = "s54")]
    look(&start);
    #[step(name = "s55")]
    look(&start);
    #[step(name = "s56")]
    look(&start);
    #[step(name = "s57")]
    look(&start);
    #[step(name = "s58")]
    look(&start);
    #[step(name = "s59")]
    look(&start);
    #[step(name = "s60")]
    look(&start);
    #[step(name = "s61")]
    look(&start);
    #[step(name = "s62")]
    look(&start);
    #[step(name = "s63")]
    look(&start);
    #[step(name = "s64")]
    look(&start);
    #[step(name = "s65")]
    look(&start);
    #[step(name = "s66")]
    look(&start);
    #[step(name = "s67")]
    look(&start);
    #[step(name = "s68")]
    look(&start);
    #[step(name = "s69")]
    look(&start);
    #[step(name = "s70")]
    look(&start);
    #[step(name = "s71")]
    look(&start);
    #[step(name = "s72")]
    look(&start);
    #[step(name = "s73")]
    look(&start);
    #[step(name = "s74")]
    look(&start);
    #[step(name = "s75")]
    look(&start);
    #[step(name = "s76")]
    look(&start);
    #[step(name = "s77")]
    look(&start);
    #[step(name = "s78")]
    look(&start);
    #[step(name = "s79")]
    look(&start);
    #[step(name = "s80")]
    look(&start);
    #[step(name = "s81")]
    look(&start);
    #[step(name = "s82")]
    look(&start);
    #[step(name = "s83")]
    look(&start);
    #[step(name = "s84")]
    look(&start);
    #[step(name = "s85")]
    look(&start);
    #[step(name = "s86")]
    look(&start);
    #[step(name = "s87")]
    look(&start);
    #[step(name = "s88")]
    look(&start);
    #[step(name = "s89")]
    look(&start);
    #[step(name = "s90")]
    look(&start);
    #[step(name = "s91")]
    look(&start);
    #[step(name = "s92")]
    look(&start);
    #[step(name = "s93")]
    look(&start);
    #[step(name = "s94")]
    look(&start);
    #[step(name = "s95")]
    look(&start);
    #[step(name = "s96")]
    look(&start);
    #[step(name = "s97")]
    look(&start);
    #[step(name = "s98")]
    look(&start);
    #[step(name = "s99")]
    look(&start);
    #[step(name = "s100")]
    look(&start);
}
