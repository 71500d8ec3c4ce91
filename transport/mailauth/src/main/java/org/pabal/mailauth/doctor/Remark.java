// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.doctor;

import java.util.Locale;

/// Everything that the doctor can say: what it is about, how bad it is, and the sentence. `{0}` and
/// `{1}` stand for what was found.
public enum Remark {
    HOST_OK(
            "host",
            Level.OK,
            "The host name {0} has the addresses {1}.",
            "호스트 이름 {0}의 주소는 {1}입니다."),
    HOST_NO_ADDRESS(
            "host",
            Level.FAULT,
            "The host name {0} has no address. Others refuse mail from a server whose name leads"
                    + " nowhere: publish its address, or set hostname to the right name.",
            "호스트 이름 {0}에 주소가 없습니다. 주소를 찾을 수 없는 "
                    + "서버의 메일은 거절당합니다. 주소를 등록하거나 "
                    + "hostname을 올바른 이름으로 바꾸십시오."),
    HOST_ELSEWHERE(
            "host",
            Level.WARNING,
            "The host name {0} has the address {1}, which is not on an interface of this host. That"
                    + " is right behind address translation, and wrong otherwise.",
            "호스트 이름 {0}의 주소 {1}이(가) 이 호스트의 "
                    + "인터페이스에 없습니다. 주소 변환(NAT) 뒤라면 괜찮지만, "
                    + "그렇지 않으면 잘못된 것입니다."),
    HOST_BARE(
            "host",
            Level.FAULT,
            "The host name {0} is not a full name with a domain. Set hostname to the name by which"
                    + " others reach this server.",
            "호스트 이름 {0}에 도메인이 없습니다. 다른 서버가 이 " + "서버를 찾는 전체 이름을 hostname에 쓰십시오."),
    DNS_SILENT(
            "dns",
            Level.WARNING,
            "The DNS does not answer about {0}: {1}. What follows from it cannot be told; ask"
                    + " again later.",
            "DNS가 {0}에 대해 답하지 않습니다: {1}. 이와 관련된 " + "것은 알 수 없으니 나중에 다시 확인하십시오."),
    PTR_OK(
            "ptr",
            Level.OK,
            "The address {0} has the name {1}, and back.",
            "주소 {0}의 이름은 {1}이며, 그 이름도 이 주소를 " + "가리킵니다."),
    PTR_NONE(
            "ptr",
            Level.FAULT,
            "The address {0} has no name (PTR). Many servers refuse its mail: ask the provider of"
                    + " the address to set its PTR record to {1}.",
            "주소 {0}에 이름(PTR)이 없습니다. 많은 서버가 이런 "
                    + "주소의 메일을 거절합니다. 주소를 제공한 업체에 PTR "
                    + "레코드를 {1}(으)로 설정해 달라고 요청하십시오."),
    PTR_UNCONFIRMED(
            "ptr",
            Level.FAULT,
            "The address {0} has a name that does not lead back to it: {1}. Make both agree.",
            "주소 {0}의 이름이 그 주소를 가리키지 않습니다: {1}. " + "둘이 일치하게 하십시오."),
    PTR_OTHER_NAME(
            "ptr",
            Level.WARNING,
            "The address {0} has the name {1}, but the server greets with another. Let the PTR"
                    + " record and hostname be the same.",
            "주소 {0}의 이름은 {1}인데, 서버는 다른 이름으로 " + "인사합니다. PTR 레코드와 hostname을 같게 하십시오."),
    MX_OK(
            "mx",
            Level.OK,
            "Mail for the domain comes to this server by {0}.",
            "도메인의 메일은 {0}을(를) 통해 이 서버로 옵니다."),
    MX_NO_DOMAIN(
            "mx",
            Level.FAULT,
            "The domain {0} does not exist in the DNS. Register it, or delegate it to name servers"
                    + " that know it.",
            "도메인 {0}이(가) DNS에 없습니다. 도메인을 등록하거나, " + "그 도메인을 아는 네임 서버에 위임하십시오."),
    MX_NONE(
            "mx",
            Level.FAULT,
            "The domain {0} has no MX record. Without one, mail is only tried at an address of the"
                    + " domain itself.",
            "도메인 {0}에 MX 레코드가 없습니다. MX가 없으면 도메인 " + "자체의 주소로만 메일이 시도됩니다."),
    MX_NULL(
            "mx",
            Level.FAULT,
            "The domain {0} says that it takes no mail (null MX). Replace that record.",
            "도메인 {0}은(는) 메일을 받지 않는다고 되어 " + "있습니다(null MX). 그 레코드를 바꾸십시오."),
    MX_ELSEWHERE(
            "mx",
            Level.FAULT,
            "No MX record of the domain leads to this server; they name {0}. If a filter or proxy"
                    + " stands before this server, that is right; otherwise publish this server.",
            "이 서버를 가리키는 MX 레코드가 없습니다. MX는 "
                    + "{0}입니다. 앞에 필터나 프록시가 있다면 괜찮지만, 그렇지 "
                    + "않으면 이 서버를 등록하십시오."),
    MX_ALIAS(
            "mx",
            Level.FAULT,
            "The MX record names {0}, which is an alias (CNAME). Name the host itself (RFC 5321"
                    + " section 5.1).",
            "MX 레코드의 {0}은(는) 별명(CNAME)입니다. 호스트의 " + "본래 이름을 쓰십시오(RFC 5321 5.1절)."),
    MX_IS_ADDRESS(
            "mx",
            Level.FAULT,
            "The MX record names {0}, an address. It must name a host; senders pass it over.",
            "MX 레코드의 {0}은(는) 주소입니다. MX에는 호스트 " + "이름을 써야 하며, 보내는 쪽은 주소를 건너뜁니다."),
    MX_WITHOUT_ADDRESS(
            "mx",
            Level.FAULT,
            "The MX record names {0}, which has no address. Publish one.",
            "MX 레코드의 {0}에 주소가 없습니다. 주소를 등록하십시오."),
    SPF_OK(
            "spf",
            Level.OK,
            "SPF lets {0} send for the domain: {1}.",
            "SPF가 {0}에서 이 도메인으로 보내는 것을 허용합니다: " + "{1}."),
    SPF_NONE(
            "spf",
            Level.FAULT,
            "The domain has no SPF record. Large providers refuse or file as spam what comes from"
                    + " it.",
            "도메인에 SPF 레코드가 없습니다. 큰 메일 업체들은 이런 " + "메일을 거절하거나 스팸으로 분류합니다."),
    SPF_BROKEN(
            "spf",
            Level.FAULT,
            "The SPF record cannot be followed: {0}.",
            "SPF 레코드를 따를 수 없습니다: {0}."),
    SPF_FORBIDS(
            "spf",
            Level.FAULT,
            "SPF does not let {0} send for the domain: {1}. Add the address, or mx, to the record.",
            "SPF가 {0}에서 이 도메인으로 보내는 것을 허용하지 " + "않습니다: {1}. 레코드에 그 주소나 mx를 더하십시오."),
    SPF_OPEN(
            "spf",
            Level.FAULT,
            "The SPF record lets everyone send for the domain ({0}). End it with -all or ~all.",
            "SPF 레코드가 누구나 이 도메인으로 보낼 수 있게 " + "합니다({0}). -all이나 ~all로 끝내십시오."),
    DKIM_OK(
            "dkim",
            Level.OK,
            "The key {0} stands in the DNS as it should.",
            "키 {0}이(가) DNS에 올바로 있습니다."),
    DKIM_NO_KEY(
            "dkim",
            Level.WARNING,
            "This server has no DKIM key for the domain and does not sign its mail. Make one with:"
                    + " pabal dkim rotate {0}",
            "이 서버에 도메인의 DKIM 키가 없어 메일에 서명하지 " + "않습니다. 다음 명령으로 만드십시오: pabal dkim " + "rotate {0}"),
    DKIM_MISSING(
            "dkim",
            Level.FAULT,
            "The key {0} does not stand in the DNS: while it is missing, its signatures fail. Publish"
                    + " it.",
            "키 {0}이(가) DNS에 없습니다. 이 키로 한 서명은 모두 " + "실패합니다. 등록하십시오."),
    DKIM_WRONG(
            "dkim",
            Level.FAULT,
            "The record of the key {0} is wrong: {1}. Replace it.",
            "키 {0}의 레코드가 잘못되었습니다: {1}. 바꾸십시오."),
    DMARC_OK("dmarc", Level.OK, "DMARC asks receivers for p={0}.", "DMARC가 받는 쪽에 p={0}을(를) 요청합니다."),
    DMARC_ABOVE(
            "dmarc",
            Level.OK,
            "DMARC of {0} holds for the domain too, with p={1}.",
            "{0}의 DMARC가 이 도메인에도 적용됩니다(p={1})."),
    DMARC_NONE(
            "dmarc",
            Level.FAULT,
            "The domain has no DMARC record. Large providers demand one of those who send much;"
                    + " begin by watching.",
            "도메인에 DMARC 레코드가 없습니다. 큰 메일 업체들은 많이 " + "보내는 쪽에 이를 요구합니다. 지켜보기만 하는 것으로 " + "시작하십시오."),
    DMARC_SEVERAL(
            "dmarc",
            Level.FAULT,
            "The domain has {0} DMARC records: none counts. Leave one.",
            "도메인에 DMARC 레코드가 {0}개 있어 어느 것도 쓰이지 " + "않습니다. 하나만 남기십시오."),
    DMARC_BROKEN(
            "dmarc", Level.FAULT, "The DMARC record is wrong: {0}.", "DMARC 레코드가 잘못되었습니다: {0}."),
    DMARC_REMARK("dmarc", Level.WARNING, "In the DMARC record: {0}.", "DMARC 레코드에서: {0}."),
    DMARC_WATCHES(
            "dmarc",
            Level.WARNING,
            "DMARC only watches (p=none): mail that forges the domain is delivered. When reports"
                    + " show that all of your mail passes, go on to p=quarantine or p=reject.",
            "DMARC가 지켜보기만 합니다(p=none). 도메인을 사칭한 "
                    + "메일도 배달됩니다. 보고서에서 보내는 메일이 모두 통과하면 "
                    + "p=quarantine이나 p=reject로 바꾸십시오."),
    DMARC_FOREIGN_REPORTS(
            "dmarc",
            Level.FAULT,
            "DMARC reports are to go to {0}, whose domain does not say that it wants them. There"
                    + " must stand this record in its zone, or no report comes.",
            "DMARC 보고서가 {0}(으)로 가게 되어 있는데, 그 "
                    + "도메인이 보고서를 받겠다고 밝히지 않았습니다. 그쪽 존에 다음 "
                    + "레코드가 있어야 보고서가 옵니다."),
    STS_OK(
            "mta-sts",
            Level.OK,
            "MTA-STS is in force ({0}): senders insist on TLS with {1}.",
            "MTA-STS가 시행 중입니다({0}). 보내는 쪽은 {1}에 " + "TLS를 요구합니다."),
    STS_NONE(
            "mta-sts",
            Level.WARNING,
            "The domain has no MTA-STS policy: somebody on the way can keep senders from using"
                    + " TLS. Publish the records: this server then serves the policy shown at"
                    + " https://mta-sts.{0}/.well-known/mta-sts.txt, if its certificate has the name.",
            "도메인에 MTA-STS 정책이 없습니다. 중간의 누군가가 "
                    + "TLS를 쓰지 못하게 할 수 있습니다. 레코드를 등록하십시오. 인증서에 그 이름이 있으면 이 서버가 "
                    + "https://mta-sts.{0}/.well-known/mta-sts.txt 에서 아래 정책을 "
                    + "내보냅니다."),
    STS_RECORD_BROKEN(
            "mta-sts",
            Level.FAULT,
            "The MTA-STS record is wrong: {0}.",
            "MTA-STS 레코드가 잘못되었습니다: {0}."),
    STS_POLICY_BROKEN(
            "mta-sts",
            Level.FAULT,
            "The domain says that it has an MTA-STS policy, and it cannot be had: {0}.",
            "MTA-STS 정책이 있다고 되어 있는데 가져올 수 없습니다: " + "{0}."),
    STS_OFFLINE(
            "mta-sts",
            Level.OK,
            "The MTA-STS record has the id {0}; the policy was not fetched.",
            "MTA-STS 레코드의 id는 {0}입니다. 정책은 가져오지 " + "않았습니다."),
    STS_TESTING(
            "mta-sts",
            Level.WARNING,
            "The MTA-STS policy is in mode {0}: senders report, and deliver without TLS all the"
                    + " same. When TLS reports show no failures, go on to mode enforce.",
            "MTA-STS 정책이 {0} 모드입니다. 보내는 쪽은 보고만 "
                    + "하고 TLS 없이도 배달합니다. TLS 보고서에 실패가 없으면 "
                    + "enforce 모드로 바꾸십시오."),
    STS_MX_MISSING(
            "mta-sts",
            Level.FAULT,
            "The MTA-STS policy does not name the mail exchanger {0}: senders that keep to the"
                    + " policy do not deliver to it. Add it, and change the id of the record.",
            "MTA-STS 정책에 메일 교환기 {0}이(가) 없습니다. "
                    + "정책을 지키는 서버는 그곳에 배달하지 않습니다. 정책에 더하고 "
                    + "레코드의 id를 바꾸십시오."),
    STS_CERTIFICATE(
            "mta-sts",
            Level.FAULT,
            "Senders that keep to the MTA-STS policy demand a certificate for {0}, and this server"
                    + " shows none of an authority with that name.",
            "MTA-STS 정책을 지키는 서버는 {0}의 인증서를 " + "요구하는데, 이 서버에는 인증 기관이 그 이름으로 발급한 " + "인증서가 없습니다."),
    TLSA_NONE(
            "tlsa",
            Level.OK,
            "{0} has no TLSA records: DANE is not used.",
            "{0}에 TLSA 레코드가 없습니다. DANE을 쓰지 " + "않습니다."),
    TLSA_OK(
            "tlsa",
            Level.OK,
            "A TLSA record of {0} matches the certificate of this server.",
            "{0}의 TLSA 레코드가 이 서버의 인증서와 맞습니다."),
    TLSA_MISMATCH(
            "tlsa",
            Level.FAULT,
            "No TLSA record of {0} matches a certificate of this server: senders that use DANE do"
                    + " not deliver. Publish the record shown, and publish the next one before"
                    + " the certificate changes.",
            "{0}의 TLSA 레코드가 이 서버의 어느 인증서와도 맞지 "
                    + "않습니다. DANE을 쓰는 서버는 배달하지 않습니다. 아래 "
                    + "레코드를 등록하고, 인증서를 바꾸기 전에는 다음 것을 먼저 "
                    + "등록하십시오."),
    TLSA_INSECURE(
            "tlsa",
            Level.WARNING,
            "The TLSA records of {0} are not signed by DNSSEC, or this resolver cannot tell: then"
                    + " senders pass them over.",
            "{0}의 TLSA 레코드가 DNSSEC으로 서명되지 않았거나 " + "이 해석기가 알 수 없습니다. 그런 레코드는 무시됩니다."),
    TLSRPT_OK(
            "tls-rpt", Level.OK, "Senders report on TLS to {0}.", "보내는 쪽이 TLS에 관해 {0}(으)로 보고합니다."),
    TLSRPT_NONE(
            "tls-rpt",
            Level.WARNING,
            "Nobody reports to you when TLS with your mail exchangers fails. Publish the record to"
                    + " hear of it.",
            "메일 교환기와의 TLS가 실패해도 아무도 알려 주지 않습니다. " + "알고 싶으면 레코드를 등록하십시오."),
    TLSRPT_BROKEN(
            "tls-rpt",
            Level.FAULT,
            "The record for TLS reports is wrong: {0}.",
            "TLS 보고 레코드가 잘못되었습니다: {0}."),
    BIMI_NONE(
            "bimi",
            Level.OK,
            "There is no BIMI record: no picture is shown with mail.",
            "BIMI 레코드가 없습니다. 메일에 그림이 표시되지 않습니다."),
    BIMI_OK("bimi", Level.OK, "The BIMI record names the picture {0}.", "BIMI 레코드의 그림은 {0}입니다."),
    BIMI_BROKEN("bimi", Level.WARNING, "The BIMI record is wrong: {0}.", "BIMI 레코드가 잘못되었습니다: {0}."),
    BIMI_NEEDS_DMARC(
            "bimi",
            Level.WARNING,
            "There is a BIMI record, but pictures are shown only with DMARC at p=quarantine or"
                    + " p=reject.",
            "BIMI 레코드가 있지만, 그림은 DMARC가 " + "p=quarantine이나 p=reject일 때만 표시됩니다."),
    SRV_OK(
            "srv",
            Level.OK,
            "Mail programs find these services by SRV records: {0}.",
            "메일 프로그램이 SRV 레코드로 찾는 서비스: {0}."),
    SRV_MISSING(
            "srv",
            Level.HINT,
            "There are no SRV records for {0}. Mail comes and goes without them; with them, mail"
                    + " programs find the servers by themselves.",
            "SRV 레코드가 없는 서비스: {0}. 없어도 메일은 오가지만, " + "있으면 메일 프로그램이 서버를 스스로 찾습니다."),
    SRV_DENIED(
            "srv",
            Level.WARNING,
            "{0} says that the service is not offered, and this server offers it. Publish where it"
                    + " is, or disable it here.",
            "{0}에는 이 서비스가 없다고 되어 있는데, 이 서버는 " + "제공하고 있습니다. 위치를 등록하거나 여기서 끄십시오."),
    SRV_ELSEWHERE(
            "srv",
            Level.WARNING,
            "{0} leads mail programs to {1}, which is not this host. That is right if a proxy or"
                    + " another host of yours stands there.",
            "{0}이(가) 메일 프로그램을 이 호스트가 아닌 {1}(으)로 " + "보냅니다. 그곳에 프록시나 다른 호스트가 있다면 괜찮습니다."),
    SRV_PORT(
            "srv",
            Level.WARNING,
            "{0} names the port {1}, and the service is at another. Publish the right one.",
            "{0}의 포트는 {1}인데, 서비스는 다른 포트에 있습니다. " + "올바른 포트를 등록하십시오."),
    SRV_CLOSED(
            "srv",
            Level.WARNING,
            "{0} leads mail programs to {1}, where this service is off. Say so, or turn it on.",
            "{0}이(가) 메일 프로그램을 {1}(으)로 보내지만, 그곳에는 " + "이 서비스가 꺼져 있습니다. 없다고 등록하거나 켜십시오.");

    /// How bad it is.
    public enum Level {
        OK,
        /// What is good to have; nothing is wrong without it.
        HINT,
        WARNING,
        FAULT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String topic;
    private final Level level;
    private final String english;
    private final String korean;

    Remark(String topic, Level level, String english, String korean) {
        this.topic = topic;
        this.level = level;
        this.english = english;
        this.korean = korean;
    }

    public String topic() {
        return topic;
    }

    public Level level() {
        return level;
    }

    /// In Korean where that is asked for, in English otherwise.
    String sentence(Locale locale) {
        return locale.getLanguage().equals("ko") ? korean : english;
    }
}
