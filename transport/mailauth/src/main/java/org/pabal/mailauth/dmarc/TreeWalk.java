// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.mailauth.dmarc.DmarcRecord.Suffix;

/// The DNS tree walk: from a domain up to its top-level domain, for the records on the way.
/// RFC 9989 §4.10.
///
/// A record of a top-level domain that says nothing of itself is read as that of a public suffix:
/// nobody's organization is a whole top-level domain, unless it says so with `psd=n`.
final class TreeWalk {
    /// A domain with more labels is asked for itself and then from here upwards: no more than eight
    /// questions for a walk.
    private static final int MAX_LABELS = 7;

    private static final int MAX_NAME = 253;

    private final String start;
    private final List<Found> found = new ArrayList<>();
    private Optional<String> trouble = Optional.empty();
    private int next;

    /// A record and where it is published.
    record Found(String domain, DmarcRecord record) {
        boolean isSuffix() {
            return record.suffix() == Suffix.YES
                    || record.suffix() == Suffix.UNKNOWN && domain.indexOf('.') < 0;
        }

        boolean endsWalk() {
            return record.suffix() != Suffix.UNKNOWN;
        }
    }

    private TreeWalk(String start) {
        this.start = start;
    }

    /// The questions of one mail, each asked once.
    static final class Questions {
        private final Resolver resolver;
        private final Map<String, Reply> replies = new HashMap<>();
        private int left;

        Questions(Resolver resolver, int most) {
            this.resolver = resolver;
            this.left = most;
        }

        Reply ask(String domain) {
            Reply known = replies.get(domain);
            if (known != null) {
                return known;
            }
            String name = "_dmarc." + domain;
            if (name.length() > MAX_NAME) {
                return Reply.NOTHING;
            }
            if (left-- <= 0) {
                return new Reply(Optional.empty(), Optional.of("too many questions to the DNS"));
            }
            Reply reply = Reply.of(resolver.txt(name), name);
            replies.put(domain, reply);
            return reply;
        }
    }

    record Reply(Optional<DmarcRecord> record, Optional<String> trouble) {
        static final Reply NOTHING = new Reply(Optional.empty(), Optional.empty());

        /// Of several records none counts. RFC 9989 §4.10, step 2.
        static Reply of(Answer<String> answer, String name) {
            return switch (answer) {
                case Answer.Found<String>(var texts) -> {
                    List<DmarcRecord> records =
                            texts.stream().flatMap(t -> DmarcRecord.parse(t).stream()).toList();
                    yield records.size() == 1
                            ? new Reply(Optional.of(records.getFirst()), Optional.empty())
                            : NOTHING;
                }
                case Answer.NoData<String> _, Answer.NoSuchName<String> _ -> NOTHING;
                case Answer.Failed<String>(var reason) ->
                        new Reply(Optional.empty(), Optional.of(name + ": " + reason));
            };
        }
    }

    /// Asks for the domain itself only.
    static TreeWalk begin(String domain, Questions questions) {
        TreeWalk walk = new TreeWalk(domain);
        walk.step(domain, questions);
        return walk;
    }

    /// Goes up to the end, or to the first question that is not answered.
    TreeWalk complete(Questions questions) {
        List<String> above = above(start);
        while (next < above.size() && trouble.isEmpty() && !isEnded()) {
            step(above.get(next), questions);
            next++;
        }
        return this;
    }

    private boolean isEnded() {
        return !found.isEmpty() && found.getLast().endsWalk();
    }

    private void step(String domain, Questions questions) {
        Reply reply = questions.ask(domain);
        reply.record().ifPresent(record -> found.add(new Found(domain, record)));
        trouble = reply.trouble();
    }

    /// The names above a domain that are asked for, the longest first. RFC 9989 §4.10, steps 3, 4, 7.
    static List<String> above(String domain) {
        List<String> names = new ArrayList<>();
        for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
            names.add(domain.substring(dot + 1));
        }
        return names.subList(Math.max(0, names.size() - MAX_LABELS), names.size());
    }

    /// What the DNS did not answer; the walk ended there.
    Optional<String> trouble() {
        return trouble;
    }

    /// The record of the domain itself.
    Optional<Found> own() {
        return found.stream().filter(each -> each.domain().equals(start)).findFirst();
    }

    /// The domain's own record, or its organization's, or its public suffix's. RFC 9989 §4.10.1.
    Optional<Found> policy() {
        if (own().isPresent()) {
            return own();
        }
        String organization = organization();
        return found.stream()
                .filter(each -> each.domain().equals(organization))
                .findFirst()
                .or(() -> found.stream().filter(Found::isSuffix).findFirst());
    }

    /// RFC 9989 §4.10.2.
    String organization() {
        for (Found each : found) {
            if (each.record().suffix() == Suffix.NO) {
                return each.domain();
            }
            if (each.isSuffix() && !each.domain().equals(start)) {
                return oneBelow(each.domain());
            }
        }
        return found.isEmpty() ? start : found.getLast().domain();
    }

    private String oneBelow(String suffix) {
        int end = start.length() - suffix.length() - 1;
        return start.substring(start.lastIndexOf('.', end - 1) + 1);
    }
}
