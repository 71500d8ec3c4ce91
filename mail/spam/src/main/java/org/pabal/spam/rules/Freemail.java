// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Providers at which anybody gets an address for nothing.
final class Freemail {
    private static final Set<String> DOMAINS =
            Set.of(
                    ("gmail.com googlemail.com hotmail.com outlook.com live.com msn.com aol.com aim.com"
                                    + " icloud.com me.com mac.com mail.com email.com usa.com gmx.com"
                                    + " gmx.net gmx.de gmx.at gmx.ch web.de freenet.de t-online.de"
                                    + " mail.ru bk.ru list.ru inbox.ru rambler.ru yandex.ru yandex.com"
                                    + " ya.ru proton.me protonmail.com tutanota.com zoho.com"
                                    + " zohomail.com naver.com hanmail.net daum.net nate.com kakao.com"
                                    + " empas.com dreamwiz.com paran.com korea.com hanmir.com qq.com"
                                    + " foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com"
                                    + " 21cn.com aliyun.com tom.com wp.pl o2.pl onet.pl interia.pl"
                                    + " seznam.cz libero.it virgilio.it tiscali.it laposte.net orange.fr"
                                    + " free.fr rediffmail.com indiatimes.com juno.com netzero.net"
                                    + " excite.com lycos.com altavista.com eudoramail.com mailexcite.com"
                                    + " netscape.net usa.net hushmail.com fastmail.fm angelfire.com"
                                    + " bigfoot.com iname.com mailcity.com btamail.net.cn rocketmail.com"
                                    + " ymail.com myself.com consultant.com post.com europe.com"
                                    + " accountant.com lawyer.com engineer.com techie.com walla.com"
                                    + " walla.co.il telstra.com bellsouth.net att.net comcast.net"
                                    + " verizon.net sbcglobal.net earthlink.net uol.com.br bol.com.br"
                                    + " terra.com.br ig.com.br")
                            .split(" "));
    private static final Set<String> BRANDS = Set.of("yahoo", "hotmail", "live", "outlook", "gmx");

    /// Of these, providers whose own hosts send all mail of their addresses.
    private static final Set<String> WEBMAIL =
            Set.of(
                    "gmail.com",
                    "googlemail.com",
                    "hotmail.com",
                    "outlook.com",
                    "live.com",
                    "msn.com",
                    "aol.com",
                    "icloud.com",
                    "naver.com",
                    "hanmail.net",
                    "daum.net",
                    "nate.com",
                    "kakao.com",
                    "qq.com",
                    "163.com",
                    "126.com",
                    "sina.com",
                    "sohu.com",
                    "21cn.com",
                    "excite.com",
                    "lycos.com",
                    "juno.com",
                    "netzero.net",
                    "eudoramail.com",
                    "mailexcite.com",
                    "rediffmail.com",
                    "mail.com",
                    "email.com",
                    "btamail.net.cn",
                    "hushmail.com",
                    "altavista.com",
                    "netscape.net",
                    "mail.ru",
                    "yandex.ru");

    private Freemail() {}

    /// Whether mail of this domain always comes from the provider's hosts.
    static boolean isWebmail(String domain) {
        return WEBMAIL.contains(domain)
                || domain.startsWith("yahoo.")
                || domain.startsWith("hotmail.");
    }

    /// @param domain in lower case
    static boolean isOne(String domain) {
        return DOMAINS.contains(domain) || isNational(domain);
    }

    /// `yahoo.co.kr`, `hotmail.fr`
    private static boolean isNational(String domain) {
        int dot = domain.indexOf('.');
        return dot > 0
                && domain.length() - dot <= 7
                && BRANDS.contains(domain.substring(0, dot).toLowerCase(Locale.ROOT));
    }

    /// Whether a host is one of those that send a webmail provider's mail, by its name.
    static boolean isHostOf(String host, String domain) {
        int dot = domain.indexOf('.');
        String brand = dot < 0 ? domain : domain.substring(0, dot);
        for (List<String> house : HOUSES) {
            if (house.contains(brand)) {
                return house.stream().anyMatch(host::contains);
            }
        }
        return host.contains(brand);
    }

    /// Brands of one provider, and the words in the names of its hosts.
    private static final List<List<String>> HOUSES =
            List.of(
                    List.of("gmail", "googlemail", "google"),
                    List.of("hotmail", "outlook", "live", "msn", "microsoft", "passport"),
                    List.of("yahoo", "ymail", "rocketmail", "aol", "netscape", "aim"),
                    List.of("icloud", "apple"),
                    List.of("hanmail", "daum", "kakao"),
                    List.of("juno", "netzero", "untd"),
                    List.of("126", "163", "netease"),
                    List.of("qq", "foxmail", "tencent"));

    /// The names of hosts of the large providers that others like to claim.
    static boolean isProviderHost(String host) {
        return PROVIDERS.stream().anyMatch(domain -> RuledMail.isWithin(host, domain));
    }

    private static final Set<String> PROVIDERS =
            Set.of(
                    "gmail.com",
                    "google.com",
                    "hotmail.com",
                    "outlook.com",
                    "live.com",
                    "msn.com",
                    "aol.com",
                    "yahoo.com",
                    "yahoo.co.kr",
                    "icloud.com",
                    "naver.com",
                    "hanmail.net",
                    "daum.net",
                    "nate.com",
                    "qq.com",
                    "163.com",
                    "excite.com",
                    "juno.com",
                    "compuserve.com",
                    "microsoft.com",
                    "paypal.com",
                    "amazon.com");
}
