// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import java.net.InetAddress;
import java.util.List;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.MailExchanger;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.smtp.Verdict;

/// Judges whether a reply to a stranger's mail could ever arrive: a domain that does not exist, or
/// says that it takes no mail, sends none. Answers come from the resolver's cache as a rule, and
/// within its deadline always. Safe for use by many threads.
final class SenderDomains {
    private static final String NULL_MX = "."; // RFC 7505 §3

    private final UnknownSenderDomain unknown;
    private final Resolver resolver;

    SenderDomains(UnknownSenderDomain unknown, Resolver resolver) {
        this.unknown = unknown;
        this.resolver = resolver;
    }

    Verdict judge(ReversePath from) {
        if (unknown == UnknownSenderDomain.OFF
                || !(from instanceof ReversePath.To(Address address))
                || address.domain().isLiteral()) {
            return Verdict.ACCEPT;
        }
        String domain = address.domain().toAscii();
        return switch (resolver.mx(domain)) {
            case Answer.Found<MailExchanger>(var exchangers) -> exchangers(from, exchangers);
            case Answer.NoData<MailExchanger> _ -> host(from, domain);
            case Answer.NoSuchName<MailExchanger> _ -> unknown(from);
            case Answer.Failed<MailExchanger>(var reason) -> unanswered(from, reason);
        };
    }

    /// RFC 7505 §4.2.
    private static Verdict exchangers(ReversePath from, List<MailExchanger> exchangers) {
        return exchangers.size() == 1 && exchangers.getFirst().host().equals(NULL_MX)
                ? Verdict.refuse(
                        550,
                        "5.7.27",
                        shown(from) + ": Sender domain says that it takes no mail (null MX)",
                        "null MX")
                : Verdict.ACCEPT;
    }

    /// Without MX records the domain is its own mail exchanger. RFC 5321 §5.1.
    private Verdict host(ReversePath from, String domain) {
        return switch (resolver.addresses(domain)) {
            case Answer.Found<InetAddress> _ -> Verdict.ACCEPT;
            case Answer.NoData<InetAddress> _ -> unknown(from);
            case Answer.NoSuchName<InetAddress> _ -> unknown(from);
            case Answer.Failed<InetAddress>(var reason) -> unanswered(from, reason);
        };
    }

    private Verdict unknown(ReversePath from) {
        String text = shown(from) + ": Sender domain does not exist";
        String reason = "neither MX nor address in the DNS";
        return unknown == UnknownSenderDomain.REJECT
                ? Verdict.refuse(550, "5.1.8", text, reason)
                : Verdict.refuse(450, "4.1.8", text, reason);
    }

    private static Verdict unanswered(ReversePath from, String reason) {
        return Verdict.refuse(
                451,
                "4.4.3",
                shown(from) + ": Sender domain cannot be looked up now, try again later",
                "DNS: " + reason);
    }

    /// Replies to clients without SMTPUTF8 stay ASCII. RFC 6531 §3.7.4.2.
    private static String shown(ReversePath from) {
        String text = from.toString();
        return text.chars().allMatch(c -> c >= 0x20 && c < 0x7F) ? text : "<sender>";
    }
}
