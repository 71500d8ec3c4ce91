// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.imap.search.SearchKey.And;
import org.pabal.imap.search.SearchKey.Constant;
import org.pabal.imap.search.SearchKey.HasFlag;
import org.pabal.imap.search.SearchKey.HasKeyword;
import org.pabal.imap.search.SearchKey.Header;
import org.pabal.imap.search.SearchKey.Not;
import org.pabal.imap.search.SearchKey.When;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MessageSet;
import org.pabal.imap.syntax.MessageSet.Addressing;
import org.pabal.imap.syntax.ObjectIds;
import org.pabal.mailbox.Flags;

/// Search keys from their octets. RFC 9051 §9 `search-key`; MODSEQ: RFC 7162 §3.1.5; EMAILID and
/// THREADID: RFC 8474 §5.3.
public final class SearchGrammar {
    private final ImapParser in;
    private boolean usesModSeq;
    private boolean usesNumbers;

    public SearchGrammar(ImapParser in) {
        this.in = in;
    }

    /// True once a MODSEQ key was read: then the response shows one.
    public boolean usesModSeq() {
        return usesModSeq;
    }

    /// True once a message number was read, which UIDONLY forbids. RFC 9586 §3.
    public boolean usesNumbers() {
        return usesNumbers;
    }

    /// `search-key *(SP search-key)`
    public SearchKey keys() throws ImapSyntaxException {
        List<SearchKey> keys = new ArrayList<>();
        do {
            keys.add(key());
        } while (in.skip(' '));
        return keys.size() == 1 ? keys.get(0) : new And(List.copyOf(keys));
    }

    /// `search-key`
    private SearchKey key() throws ImapSyntaxException {
        in.enter();
        SearchKey key;
        if (in.skip('(')) {
            key = keys();
            in.expect(')');
        } else if (in.isSequenceSetNext()) {
            MessageSet messages = in.messageSet(Addressing.NUMBER);
            usesNumbers |= !messages.set().isSaved();
            key = new SearchKey.Messages(messages);
        } else {
            key = named();
        }
        in.leave();
        return key;
    }

    private SearchKey named() throws ImapSyntaxException {
        ImapSyntaxException unknown = in.expected("a search key");
        return switch (in.keyword()) {
            case "ALL", "OLD" -> new Constant(Truth.YES);
            case "RECENT", "NEW" -> new Constant(Truth.NO);
            case "ANSWERED" -> new HasFlag(Flags.ANSWERED);
            case "DELETED" -> new HasFlag(Flags.DELETED);
            case "DRAFT" -> new HasFlag(Flags.DRAFT);
            case "FLAGGED" -> new HasFlag(Flags.FLAGGED);
            case "SEEN" -> new HasFlag(Flags.SEEN);
            case "UNANSWERED" -> new Not(new HasFlag(Flags.ANSWERED));
            case "UNDELETED" -> new Not(new HasFlag(Flags.DELETED));
            case "UNDRAFT" -> new Not(new HasFlag(Flags.DRAFT));
            case "UNFLAGGED" -> new Not(new HasFlag(Flags.FLAGGED));
            case "UNSEEN" -> new Not(new HasFlag(Flags.SEEN));
            case "KEYWORD" -> new HasKeyword(in.space().atom());
            case "UNKEYWORD" -> new Not(new HasKeyword(in.space().atom()));
            case "BEFORE" -> new SearchKey.Received(When.BEFORE, date());
            case "ON" -> new SearchKey.Received(When.ON, date());
            case "SINCE" -> new SearchKey.Received(When.SINCE, date());
            case "SENTBEFORE" -> new SearchKey.Sent(When.BEFORE, date());
            case "SENTON" -> new SearchKey.Sent(When.ON, date());
            case "SENTSINCE" -> new SearchKey.Sent(When.SINCE, date());
            case "LARGER" -> new SearchKey.Larger(in.space().number64());
            case "SMALLER" -> new SearchKey.Smaller(in.space().number64());
            case "BCC" -> new Header("bcc", needle());
            case "CC" -> new Header("cc", needle());
            case "FROM" -> new Header("from", needle());
            case "SUBJECT" -> new Header("subject", needle());
            case "TO" -> new Header("to", needle());
            case "HEADER" -> header();
            case "BODY" -> new SearchKey.Body(needle());
            case "TEXT" -> new SearchKey.Text(needle());
            case "UID" -> new SearchKey.Messages(in.space().messageSet(Addressing.UID));
            case "NOT" -> not();
            case "OR" -> or();
            case "MODSEQ" -> modSeq();
            case "EMAILID" -> emailId();
            case "THREADID" -> threadId();
            default -> throw unknown;
        };
    }

    private LocalDate date() throws ImapSyntaxException {
        return in.space().date();
    }

    private Needle needle() throws ImapSyntaxException {
        return Needle.of(in.space().astring());
    }

    /// `"HEADER" SP header-fld-name SP astring`
    private Header header() throws ImapSyntaxException {
        String field = in.space().astring().toLowerCase(Locale.ROOT);
        return new Header(field, needle());
    }

    /// `"NOT" SP search-key`
    private Not not() throws ImapSyntaxException {
        in.space();
        return new Not(key());
    }

    /// `"OR" SP search-key SP search-key`
    private SearchKey or() throws ImapSyntaxException {
        in.space();
        SearchKey one = key();
        in.space();
        return new SearchKey.Or(one, key());
    }

    /// `"MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer`; the entry is of no
    /// importance where flags have one modseq for all. RFC 7162 §3.1.5.
    private SearchKey modSeq() throws ImapSyntaxException {
        usesModSeq = true;
        in.space();
        if (in.isNext('"')) {
            in.string();
            in.space();
            String type = in.keyword();
            if (!List.of("PRIV", "SHARED", "ALL").contains(type)) {
                throw in.expected("priv, shared or all before this");
            }
            in.space();
        }
        return new SearchKey.ModSeqAtLeast(in.number64());
    }

    private SearchKey emailId() throws ImapSyntaxException {
        return ObjectIds.parseEmail(in.space().atom())
                .<SearchKey>map(SearchKey.IsEmail::new)
                .orElse(new Constant(Truth.NO));
    }

    /// No message has one.
    private SearchKey threadId() throws ImapSyntaxException {
        in.space().atom();
        return new Constant(Truth.NO);
    }

    /// `"CHARSET" SP charset SP`, if it is there.
    public static Optional<String> charset(ImapParser in) throws ImapSyntaxException {
        if (!in.skipWord("CHARSET")) {
            return Optional.empty();
        }
        return Optional.of(in.space().astring().toUpperCase(Locale.ROOT));
    }
}
