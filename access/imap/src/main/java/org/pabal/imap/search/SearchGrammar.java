// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.pabal.imap.search.SearchKey.Aged.Side;
import org.pabal.imap.search.SearchKey.And;
import org.pabal.imap.search.SearchKey.Constant;
import org.pabal.imap.search.SearchKey.HasFlag;
import org.pabal.imap.search.SearchKey.HasKeyword;
import org.pabal.imap.search.SearchKey.Header;
import org.pabal.imap.search.SearchKey.Not;
import org.pabal.imap.search.SearchKey.Span;
import org.pabal.imap.search.SearchKey.When;
import org.pabal.imap.search.SearchProgram.Use;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MessageSet;
import org.pabal.imap.syntax.MessageSet.Addressing;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.ObjectIds;
import org.pabal.message.mime.Charsets;

/// Search keys from their octets. RFC 9051 §9 `search-key`; MODSEQ: RFC 7162 §3.1.5; EMAILID and
/// THREADID: RFC 8474 §5.3; OLDER and YOUNGER: RFC 5032 §3; SAVEDBEFORE and
/// its like: RFC 8514 §4.3.
final class SearchGrammar {
    private final ImapParser in;
    private final String charset;
    private final EnumSet<Use> uses = EnumSet.noneOf(Use.class);

    /// @param charset of the strings
    SearchGrammar(ImapParser in, String charset) {
        this.in = in;
        this.charset = charset;
    }

    static boolean isUtf8(String charset) {
        return charset.equalsIgnoreCase("UTF-8") || charset.equalsIgnoreCase("US-ASCII");
    }

    EnumSet<Use> uses() {
        return uses;
    }

    /// `search-key *(SP search-key)`
    SearchKey keys() throws ImapSyntaxException {
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
            key = messages(Addressing.NUMBER);
        } else {
            key = named();
        }
        in.leave();
        return key;
    }

    private SearchKey named() throws ImapSyntaxException {
        ImapSyntaxException unknown = in.expected("a search key");
        return switch (in.keyword()) {
            case "ALL" -> new Constant(Truth.YES);
            case "RECENT" -> new SearchKey.IsRecent();
            case "OLD" -> new Not(new SearchKey.IsRecent());
            case "NEW" ->
                    new And(List.of(new SearchKey.IsRecent(), new Not(HasFlag.of(Flags.SEEN))));
            case "ANSWERED" -> HasFlag.of(Flags.ANSWERED);
            case "DELETED" -> HasFlag.of(Flags.DELETED);
            case "DRAFT" -> HasFlag.of(Flags.DRAFT);
            case "FLAGGED" -> HasFlag.of(Flags.FLAGGED);
            case "SEEN" -> HasFlag.of(Flags.SEEN);
            case "UNANSWERED" -> new Not(HasFlag.of(Flags.ANSWERED));
            case "UNDELETED" -> new Not(HasFlag.of(Flags.DELETED));
            case "UNDRAFT" -> new Not(HasFlag.of(Flags.DRAFT));
            case "UNFLAGGED" -> new Not(HasFlag.of(Flags.FLAGGED));
            case "UNSEEN" -> new Not(HasFlag.of(Flags.SEEN));
            case "KEYWORD" -> new HasKeyword(in.space().atom());
            case "UNKEYWORD" -> new Not(new HasKeyword(in.space().atom()));
            case "BEFORE" -> new SearchKey.Received(span(When.BEFORE));
            case "ON" -> new SearchKey.Received(span(When.ON));
            case "SINCE" -> new SearchKey.Received(span(When.SINCE));
            case "SAVEDBEFORE" -> new SearchKey.Saved(span(When.BEFORE));
            case "SAVEDON" -> new SearchKey.Saved(span(When.ON));
            case "SAVEDSINCE" -> new SearchKey.Saved(span(When.SINCE));
            case "SAVEDATESUPPORTED" -> new Constant(Truth.YES); // by every mailbox
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
            case "UID" -> uids();
            case "OLDER" -> age(Side.OLDER);
            case "YOUNGER" -> age(Side.YOUNGER);
            case "NOT" -> not();
            case "OR" -> or();
            case "MODSEQ" -> modSeq();
            case "EMAILID" -> emailId();
            case "THREADID" -> threadId();
            case "FILTER" -> filter();
            default -> throw unknown;
        };
    }

    private Span span(When when) throws ImapSyntaxException {
        return Span.of(when, date());
    }

    private LocalDate date() throws ImapSyntaxException {
        return in.space().date();
    }

    private SearchKey messages(Addressing addressing) throws ImapSyntaxException {
        MessageSet set = in.messageSet(addressing);
        if (set.set().isSaved()) {
            uses.add(Use.SAVED);
        } else if (addressing == Addressing.NUMBER) {
            uses.add(Use.NUMBERS);
        }
        return new SearchKey.Messages(set);
    }

    private SearchKey uids() throws ImapSyntaxException {
        in.space();
        return messages(Addressing.UID);
    }

    /// `("OLDER" / "YOUNGER") SP nz-number`
    private SearchKey age(Side side) throws ImapSyntaxException {
        uses.add(Use.AGE);
        return new SearchKey.Aged(side, in.space().nzNumber());
    }

    private Needle needle() throws ImapSyntaxException {
        in.space();
        return Needle.of(
                isUtf8(charset) ? in.astring() : Charsets.decode(in.astringOctets(), charset));
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
        uses.add(Use.MODSEQ);
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

    /// `"FILTER" SP filter-name`, `filter-name = 1*<any ATOM-CHAR except "/">`. RFC 5466 §4.
    private SearchKey filter() throws ImapSyntaxException {
        uses.add(Use.FILTER);
        ImapSyntaxException wrong = in.space().expected("a filter's name, without '/'");
        String name = in.atom();
        if (name.indexOf('/') >= 0) {
            throw wrong;
        }
        return new SearchKey.Filter(name);
    }

    private SearchKey emailId() throws ImapSyntaxException {
        return ObjectIds.parseEmail(in.space().atom())
                .<SearchKey>map(SearchKey.IsEmail::new)
                .orElse(new Constant(Truth.NO));
    }

    private SearchKey threadId() throws ImapSyntaxException {
        return ObjectIds.parseThread(in.space().atom())
                .<SearchKey>map(SearchKey.IsInThread::new)
                .orElse(new Constant(Truth.NO));
    }
}
