// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.pabal.imap.MailboxPattern;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.state.ShownNames;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.Rights;

/// Where ESEARCH looks. RFC 7377 §2.2, RFC 5465 §6.
///
/// @param names as the client wrote them; empty where the kind needs none
public record SearchedMailboxes(Kind kind, List<String> names) {
    private static final int MAX_NAMES = 1000;

    /// Which of the mailboxes that the client may read.
    public enum Kind {
        SELECTED("SELECTED"),
        /// All in the personal namespace: a script may file into any.
        INBOXES("INBOXES"),
        PERSONAL("PERSONAL"),
        SUBSCRIBED("SUBSCRIBED"),
        SUBTREE("SUBTREE"),
        SUBTREE_ONE("SUBTREE-ONE"),
        MAILBOXES("MAILBOXES");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        boolean hasNames() {
            return this == SUBTREE || this == SUBTREE_ONE || this == MAILBOXES;
        }
    }

    public static final List<SearchedMailboxes> SELECTED =
            List.of(new SearchedMailboxes(Kind.SELECTED, List.of()));

    /// `["IN" SP "(" filter-mailboxes *(SP filter-mailboxes) ")" SP]`; none means the selected one
    public static List<SearchedMailboxes> parseIfNext(ImapParser in) throws ImapSyntaxException {
        if (!in.skipWord("IN")) {
            return SELECTED;
        }
        List<SearchedMailboxes> all = new ArrayList<>();
        int names = 0;
        in.space().expect('(');
        do {
            SearchedMailboxes some = parse(in);
            names += some.names.size() + 1;
            if (names > MAX_NAMES) {
                throw in.expected("at most " + MAX_NAMES + " mailboxes");
            }
            all.add(some);
        } while (in.skip(' '));
        in.expect(')');
        in.space();
        return List.copyOf(all);
    }

    private static SearchedMailboxes parse(ImapParser in) throws ImapSyntaxException {
        for (Kind kind : Kind.values()) {
            if (in.skipWord(kind.word)) {
                return new SearchedMailboxes(kind, kind.hasNames() ? names(in) : List.of());
            }
        }
        throw in.expected(
                "selected, inboxes, personal, subscribed, subtree, subtree-one or mailboxes");
    }

    /// `SP (mailbox / "(" mailbox *(SP mailbox) ")")`
    private static List<String> names(ImapParser in) throws ImapSyntaxException {
        List<String> names = new ArrayList<>();
        boolean many = in.space().skip('(');
        do {
            names.add(in.astring());
        } while (many && names.size() <= MAX_NAMES && in.skip(' '));
        if (many) {
            in.expect(')');
        }
        return List.copyOf(names);
    }

    /// The mailboxes meant that are there and that the client may read, each once, by shown name.
    /// The selected one is left out: the session has its own picture of it.
    public static Map<String, NamedMailbox> resolve(
            List<SearchedMailboxes> sources, Authenticated user) {
        Resolution resolution = new Resolution(user);
        for (SearchedMailboxes source : sources) {
            switch (source.kind) {
                case SELECTED -> {}
                case INBOXES, PERSONAL -> resolution.addPersonal();
                case SUBSCRIBED -> user.shownNames().subscriptions().forEach(resolution::add);
                case SUBTREE -> resolution.addTrees(source.names, Integer.MAX_VALUE);
                case SUBTREE_ONE -> resolution.addTrees(source.names, 1);
                case MAILBOXES -> resolution.addAll(source.names);
            }
        }
        return resolution.found;
    }

    private static final class Resolution {
        private final Authenticated user;
        private final char delimiter;
        private final Map<String, NamedMailbox> found = new LinkedHashMap<>();

        Resolution(Authenticated user) {
            this.user = user;
            this.delimiter = user.namespaces().names().delimiter();
        }

        private SortedMap<String, NamedMailbox> all(String pattern) {
            ShownNames names = user.shownNames();
            return names.mailboxes(List.of(new MailboxPattern(pattern, delimiter)));
        }

        void addPersonal() {
            all("*").forEach((name, mailbox) -> {
                if (mailbox.isOwn()) {
                    addReadable(name, mailbox);
                }
            });
        }

        void add(String shown) {
            user.findDecoded(shown).ifPresent(mailbox -> addReadable(shown, mailbox));
        }

        void addAll(List<String> written) {
            for (String name : written) {
                user.find(name)
                        .ifPresent(mailbox ->
                                addReadable(user.namespaces().shown(mailbox.address()), mailbox));
            }
        }

        /// @param levels how far below; an empty name is the root of all names
        void addTrees(List<String> written, int levels) {
            for (String name : written) {
                user.text(name).ifPresent(root -> addTree(root, levels));
            }
        }

        private void addTree(String root, int levels) {
            String above = root.isEmpty() ? "" : root + delimiter;
            all("*").forEach((name, mailbox) -> {
                if (name.equalsIgnoreCase(root)
                        || name.startsWith(above)
                                && depth(name.substring(above.length())) <= levels) {
                    addReadable(name, mailbox);
                }
            });
        }

        private long depth(String below) {
            return 1 + below.chars().filter(c -> c == delimiter).count();
        }

        private void addReadable(String name, NamedMailbox mailbox) {
            if (mailbox.info().selectable() && mailbox.rights().has(Rights.READ)) {
                found.putIfAbsent(name, mailbox);
            }
        }
    }
}
