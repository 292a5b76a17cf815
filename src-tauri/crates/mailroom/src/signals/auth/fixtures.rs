//! Signatures another program (dkimpy) made over `tests::MAIL`, and the keys of their invented signer.

/// 2048 bits, simple/simple, From signed twice.
pub(super) const SIMPLE: &str = "DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=court.example.test;\r\n\
\x20i=@court.example.test; q=dns/txt; s=s1; t=1795164002; h=from : to :\r\n\
\x20subject : date : message-id : mime-version : content-type : from;\r\n\
\x20bh=Zvb66FoYh4QlHBDxKJZd+Z1vAvegiDg2WfnFMajyOjg=;\r\n\
\x20b=M4deG03BtKweJt5ZMRoLFwH7G7SVOazNYiekUqOX4Uv5dL+hC/1QiJ6ovXyvitKkI4JI5\r\n\
\x20B2SPdrH8g0iW1UUJsTPBUN3xDATh+ntl8UTAMVu95vjXZHwKQwcHf5a1MPtVSInI/1AtX3Z\r\n\
\x20Qsyc2rwrQtFpySEZDEDY+VhOkdz4wZki9o0XSOw8UBD1EFHbSDL6IqTAg9QyEF7uFyw1HoJ\r\n\
\x20nuu8prdHN9ZiuslKqyzd7asCyEmedWRkcmchZ7bbXUtUGhBeX16TCbUygRn5m6pzo6ffPxG\r\n\
\x20XV3c6Hf81LclkchSdAxJWQLgWBUOjMvM5kXn7UEljstxyoSF+mHLUJnR0a5Q==\r\n\
";
/// 2048 bits, relaxed/relaxed.
pub(super) const RELAXED: &str = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n\
\x20d=court.example.test; i=@court.example.test; q=dns/txt; s=s1;\r\n\
\x20t=1795164002; h=from : to : subject : date;\r\n\
\x20bh=xCwVqRkV/gP78HNffvNwHFCN2eStbTg49886pFXfCZQ=;\r\n\
\x20b=G8b7QB7nvlMkkZitJ0FEC/gJvhWTOCFB+VmVirpZx+a8XphSBx68LjTj+BhcsUHWby8X3\r\n\
\x20lSILB81OAC2KxE3s6s4rK9H+rbhdGtSOTTw6YbJuzMJleEmr9OeG3sqkKU6Bif2baWJXSz0\r\n\
\x20VGlL8vjKlby8uh5AD3zch3rx0LR2GfAZHmNiRmtn6bwpEd/00MgknZTY6L90qUHs4zOcixF\r\n\
\x2013gaxSF69cFh9aPBgovXCstdsmlOXG+3PBjm4oD7JltNDMc3GNw7tKjY+6z/TV99Mha9Yjw\r\n\
\x20ZBLr70kIyV5ApzXd710hr8v8VS5HYlA7pO9vWGpe/8N0YvL/oEJR4l8MoSSQ==\r\n\
";
/// 2048 bits, relaxed/simple.
pub(super) const RELAXED_SIMPLE: &str = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple;\r\n\
\x20d=court.example.test; i=@court.example.test; q=dns/txt; s=s1;\r\n\
\x20t=1795164002; h=from : to : subject : date;\r\n\
\x20bh=Zvb66FoYh4QlHBDxKJZd+Z1vAvegiDg2WfnFMajyOjg=;\r\n\
\x20b=sKeh6NekLAxebybpHhK2bIdyP/KjgWmRiFsuBix8tILZBEZCpA/BLZm9BzDWnK8o1oGfU\r\n\
\x20+rQQJ/GUS+s6GoboNTyoj30y+pBeiMKlc+WesGXKhVOKGykA7GPvi1cCxHDXqvm45WIO5HE\r\n\
\x20n52svVca/Dz59nbmf19clXvZC5gBTl8osuBY/VzKI3xcBl2HoxHfzIIO3NI1JAOHn/MnNAE\r\n\
\x20NJ1yFDV31bq1RNpjMwe8Tw+n7PUJpYXahiRDPZHdwltsUPdhjHXApx/e06kLZJZqEiLLVSn\r\n\
\x20iQdOQCPhLdZvr+ZIiHW/aeBFdAeQ4SUfPVFNeHz5rwgDJqzxmA2+F9xt5czg==\r\n\
";
/// 1024 bits: the shortest key that proves anything.
pub(super) const KEY_OF_1024: &str = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n\
\x20d=court.example.test; i=@court.example.test; q=dns/txt; s=s1;\r\n\
\x20t=1795164002; h=from : to : subject : date;\r\n\
\x20bh=xCwVqRkV/gP78HNffvNwHFCN2eStbTg49886pFXfCZQ=;\r\n\
\x20b=nHaL19QfM2zWRYsiWy7PAEha9pAVsNH/QUtZWdeisTQpEej1T5+V9VcDd9LBXc2szedfj\r\n\
\x20wu5xZCNAwAoWGWkoeA66nK9NaKGkYyPVryr2F3d48/9qjDtjJclTKI5io+lr8InlH5VSZwq\r\n\
\x20h4WD8GM30Y+wZek5M2BRrdUjWHd8mes=\r\n\
";
/// 512 bits: anybody can make such signatures.
pub(super) const KEY_OF_512: &str = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n\
\x20d=court.example.test; i=@court.example.test; q=dns/txt; s=s1;\r\n\
\x20t=1795164002; h=from : to : subject : date;\r\n\
\x20bh=xCwVqRkV/gP78HNffvNwHFCN2eStbTg49886pFXfCZQ=;\r\n\
\x20b=ELIKH0pwutQlvQAhNk5fgvHYHXPMDvE2y4yp9uPE0jKO6EO+Kh8mWdZET+WRvjUSZ/6AP\r\n\
\x20VV0oxxLPH0PLaCUEA==\r\n\
";
/// 2048 bits with the withdrawn rsa-sha1.
pub(super) const SHA1: &str = "DKIM-Signature: v=1; a=rsa-sha1; c=relaxed/relaxed; d=court.example.test;\r\n\
\x20i=@court.example.test; q=dns/txt; s=s1; t=1795164002; h=from : to :\r\n\
\x20subject : date; bh=HHyU87AhraIyhGl+DB1lDjbTPjw=;\r\n\
\x20b=rQP1+XM6CaqGlkAAs8dip85F9Qvg08Kb4Wv0DiOHB3YdE4Am76o/ABFqgaQjmX27l2mS2\r\n\
\x20PvBGhcKQgXCdDNpF7tIlgN4Zm+UtjEqXMM8G5zotEKUWtWuKFCzGVk4KCHJRjzZJhU5xYlI\r\n\
\x20xHZ3G3A8EIKI3wef/eZi6CWrhPlNY0zXw+z2d4y8uKnaKGViY0TGCmJflt/P+J6VC1pRV/Z\r\n\
\x20dIdFZ45cufL6OA3NPq59/v/l0hI41A+QBdM5KsMez7nTCGJ7jeFCGD6iblyK3g4RXR4ecGW\r\n\
\x20WYeYImtZJbvCzgRlVZjv2n1D2YJO6TqnRFR5iPrsfH+TyOqfjpFga421VV8w==\r\n\
";
/// Signs the first 11 bytes of the body (l=11).
pub(super) const LENGTH: &str = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n\
\x20d=court.example.test; i=@court.example.test; l=11; q=dns/txt; s=s1;\r\n\
\x20t=1795164002; h=from : subject;\r\n\
\x20bh=xCwVqRkV/gP78HNffvNwHFCN2eStbTg49886pFXfCZQ=;\r\n\
\x20b=dVqmK+F/VI0em3gnj70n3ULpezx0Btw7GSb0WXWtphDzp5a8/BdtJOdVm5BZu+z+GByFC\r\n\
\x209Y+mV5q0pSvHtpXAMFdMHp2zqBaHZrtCD1CEPUxUfgD+a4IwYE5+Vjcsf06RGTnw86syRLr\r\n\
\x20JdIif+XMx4HfWT5lEyg57P6G/WmwKlYO+wps9LGCIazGx5DQEGB8f3zJb27I7VZKLH+bmeE\r\n\
\x209z8U2mXL8j6HQ70CNMIV+CdNjUsvyu7WFs9ZSETbpmBPIqqbe5el2X1kGUSoAPeeokFIHW3\r\n\
\x20idCm0t+qSzsp00aLrVAzSEqm/zP3X9ZLFqt3gsgebw2p4O7FcuVQ/kw/HICg==\r\n\
";
/// Public key, as a key record writes it.
pub(super) const P2048: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA6NXaREYASm66+xuZfCtRMV759D/CQOIqTbhRdu5f2wy9pCfuvBXcyJGUa2nsVX5lqoGgkpW+wjY549ulssfsnjqX+55nNrfrFlnntVZoQ5PssTzLzOgO0KDuE0CkuGx4xPV40Z+Cb89TJVptCJBSPdlHJAx/92GWs31uDDWi3ZF2XTMEJfC/lpA+2afaEcMa7/x7lm9GEiZ9jfsa/ceDkbja7HgrwZ/78MHNbMi/WGU5j7J7X+fSUeoa3WazmybM226/GaZY6/tSvMvGP9KltS27UPkrwZVBaY//Kpm793zeSUYqpJYOScSJa0R1bBqGIgSc083qj8/UhIqrn8jZqQIDAQAB";
/// Public key, as a key record writes it.
pub(super) const P1024: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDu0jj1JIYE5pfGCMSBh562pa8YowYEB13YoSxDaPUl5YVXo6tNSYnohkROGa5qa/uUPVPc5oQB2Un8gmHazYj6nxKp6YcV6wcsDcuK70AnimREGqFXs7zXheyI3K6d7+EAKbEOj4YmcZp5F8RxLgjeBJKHq6DNWnu/DPkq6B3TywIDAQAB";
/// Public key, as a key record writes it.
pub(super) const P512: &str = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKQcsfdR3dNG6LQFx730Wv9IyqCrUp+hrx8+BX0Yup0YR8t0hI2oeSpEeAmZhxPyTbVUo2GhAal5JGfAfnWApyMCAwEAAQ==";
/// The private key behind `P2048`, made for these tests only.
pub(super) const SIGNS: &str = "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDo1dpERgBKbrr7G5l8K1ExXvn0P8JA4ipNuFF27l/bDL2kJ+68FdzIkZRraexVfmWqgaCSlb7CNjnj26Wyx+yeOpf7nmc2t+sWWee1VmhDk+yxPMvM6A7QoO4TQKS4bHjE9XjRn4Jvz1MlWm0IkFI92UckDH/3YZazfW4MNaLdkXZdMwQl8L+WkD7Zp9oRwxrv/HuWb0YSJn2N+xr9x4ORuNrseCvBn/vwwc1syL9YZTmPsntf59JR6hrdZrObJszbbr8Zpljr+1K8y8Y/0qW1LbtQ+SvBlUFpj/8qmbv3fN5JRiqklg5JxIlrRHVsGoYiBJzTzeqPz9SEiqufyNmpAgMBAAECggEABYMWjTo5BIoVjB9NpWZjIC+W7ETcJOwVw0xDRXUEOOvWy32UhchgtzDXGiniSe3Zm01BT2cTIoblHPNUu2RHQkGx2meYGvAEtT1Aoobepgbo+hMt4fZ2b1L3/+WuYJ1UyJjlGNVVYa8/USmQXj0IbWVo7T4Mg39AcZRdGBXm+qbM3qrUUv6Bu5dBlCfawVz1KBGYdB2633h9YhzqZKgNz2kV09osCfY8omSzinc5HsgS+OCxbZAHvx0Uf9eAq6OAVLsoPCQU/3NypNRenGVJE3GkddWll3rbMh5XLWn+CEet5awZBbSpD7FE45K7ywbALtWRbVcMvIItZBccFg5bWQKBgQD2LaSfj8TsNjIQ9cc7Vpd/E6qfZc7Tbc3KyLEcXuYaeH+3RL78WFzsuxCAyWXpFg4RkeXqetIJ0cJQhVtK1fCviDCb3gZglvQdZa7dN6HPR9x3HGuhpU5VFhts5rei83th9rRjn5q7v/8Ou8+iDBV3szcbhoE8T1FnRrFRn7bb9QKBgQDyH+5CoBlj+/da8zvMUXOg+KiQlZPTtlqz04MqqgbfFJ7S0I+0i56JdFZ6EZBH3KraSJmc0LbbNF2lEQLTwCaG40qEsx3CyJ7pZM5L/Tw6NxQRDv9R/S7Nzgup+7/eZSgmN1hTI2T2PnnlIy9MsN0CSoshnb3b8qCZQLyHmIqKZQKBgQDEKa6qLqeeCblvZklxcRia/BLTnQ5nz3FSiwUGNGBq62XppXACKG8zfAQ0e0cnqplfSsDITUIc7PZHr1wFj+CQHpeNPCgcw2yWGDZ0tCXNw9dbWlwxnEWE627DIj1mLVo9v5YSZFWqEd2t4d4bpEFe9oGM/2rvocyd3Ojiv7+4GQKBgQDM8n5JYx9a5MMB93Wcgy2vCgwVJqeUw3yPTvBuQrHCTsAJjoS1vKEblKBGf2tziLQORPnSJVFCx1alDHsqJjH2Z5qCLON6JztsL+n3pIlAdbLEpb809WySxGBXKEPGyjVr89kNtp4VWdjwPhIhhmvtLpAKim1VKlEKqCNtW4+ZiQKBgAQwLeIiMhzMIVJUfC1Ut5QiEm2dOyiDuzKO30mWWJtRzuho9ARobznNwdotjgt/Pwq+jioI0gt29SYjZbSdEv8BVQuyVybkuaeLT+iGQU2zu+MRTGYZ7Sw7hapbsErC4RWoAgUWt3+3Kqyqc9vNhWTDZXTcRUGY4VvZ/aFTAJRD";
