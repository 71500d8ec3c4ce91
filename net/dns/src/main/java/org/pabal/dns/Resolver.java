// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Asks the DNS. Safe for use by many threads; each call blocks for at most ten seconds.
///
/// All that is asked goes through {@link #look}; the other methods are short for it, for those who
/// need neither DNSSEC's word nor a host's own name.
public interface Resolver {

    /// Answers one question, following aliases (CNAME) unless they are what is asked for.
    <T> Lookup<T> look(Question<T> question);

    /// The mail exchangers of a domain (A-labels), lowest preference first. RFC 5321 §5.1. Those of
    /// one preference come in no order that means anything.
    default Answer<MailExchanger> mx(String domain) {
        return look(Question.mx(domain)).answer();
    }

    /// The IPv4 addresses of a host.
    default Answer<InetAddress> a(String host) {
        return look(Question.a(host)).answer();
    }

    /// The IPv6 addresses of a host. RFC 3596.
    default Answer<InetAddress> aaaa(String host) {
        return look(Question.aaaa(host)).answer();
    }

    /// The IPv6 and IPv4 addresses of a host, asked for both at once. One kind that is found is
    /// enough, as there are name servers that fail over the other.
    default Answer<InetAddress> addresses(String host) {
        var asking = new FutureTask<>(() -> aaaa(host));
        Thread.ofVirtual().name("dns-aaaa").start(asking);
        Answer<InetAddress> four = a(host);
        Answer<InetAddress> six = result(asking);
        if (six instanceof Answer.Found<InetAddress>(var sixes)
                && four instanceof Answer.Found<InetAddress>(var fours)) {
            List<InetAddress> all = new ArrayList<>(sixes);
            all.addAll(fours);
            return new Answer.Found<>(List.copyOf(all));
        }
        if (six instanceof Answer.Found || four instanceof Answer.Found) {
            return six instanceof Answer.Found ? six : four;
        }
        return six instanceof Answer.Failed ? six : four;
    }

    private static Answer<InetAddress> result(FutureTask<Answer<InetAddress>> asking) {
        try {
            return asking.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Failed<>("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// The names of an address.
    default Answer<String> names(InetAddress address) {
        return look(Question.ptr(address)).answer();
    }

    /// TXT records, the strings of each joined (RFC 7208 §3.3), each octet a char of U+0000 to
    /// U+00FF: what a name server sends is octets, and whether they are ASCII, UTF-8 or neither is
    /// for the reader of the record to judge.
    default Answer<String> txt(String name) {
        return look(Question.txt(name)).answer();
    }

    /// Where a service of a domain is had. RFC 2782
    ///
    /// @param name such as `_imaps._tcp.example.org`
    default Answer<ServiceHost> srv(String name) {
        return look(Question.srv(name)).answer();
    }

    /// @param host without the final dot; `.` alone for a null MX. RFC 7505
    record MailExchanger(int preference, String host) {}

    /// What DNSSEC says of an answer. RFC 4035 §4.3
    enum Security {
        /// It vouches for it, each alias on the way included, and for what does not exist.
        SECURE,
        /// It says nothing: not signed, or DNSSEC is off, or nothing was learnt.
        INSECURE,
        /// It refutes it: the answer is {@link Answer.Failed}.
        BOGUS
    }

    /// An answer and what stands around it.
    ///
    /// @param canonical the name where the aliases led, without the final dot; that of the question
    ///     where there is none
    record Lookup<T>(Answer<T> answer, Security security, String canonical) {

        /// Of a source that DNSSEC does not vouch for.
        public static <T> Lookup<T> insecure(Question<T> question, Answer<T> answer) {
            return new Lookup<>(answer, Security.INSECURE, question.name());
        }

        public static <T> Lookup<T> failed(Question<T> question, String reason) {
            return insecure(question, new Answer.Failed<>(reason));
        }

        public boolean isSecure() {
            return security == Security.SECURE;
        }
    }

    /// This resolver for one piece of work, such as the authentication of one mail, that may ask so
    /// much and take so long in all, whatever hostile records lead it to. A question beyond that
    /// fails. THREATS D01, D08
    ///
    /// @param questions a host's addresses count for two
    default Resolver within(int questions, Duration time) {
        return new BudgetedResolver(this, questions, time, System::nanoTime);
    }

    /// What the DNS said.
    sealed interface Answer<T> {
        /// @param records at least one
        record Found<T>(List<T> records) implements Answer<T> {}

        /// The name exists without such records.
        record NoData<T>() implements Answer<T> {}

        record NoSuchName<T>() implements Answer<T> {}

        /// No usable answer: time-out, SERVFAIL, garbage, or refuted by DNSSEC. Never a reason for a
        /// 5yz.
        record Failed<T>(String reason) implements Answer<T> {}
    }
}
