// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.message.mime.Charsets;

/// Which messages SEARCH, SORT, THREAD and ESEARCH mean: the charset of the strings, and the keys.
///
/// @param key empty for a charset that is not known here: then the rest cannot be read
/// @param uses what stands among the keys that matters to the command as a whole
public record SearchProgram(Optional<SearchKey> key, Set<Use> uses) {
    /// What a key may ask of its command.
    public enum Use {
        /// MODSEQ: the response shows one. RFC 7162 §3.1.5.
        MODSEQ,
        /// OLDER or YOUNGER: the result changes with the time of day.
        AGE,
        /// Message numbers.
        NUMBERS,
        /// `$`.
        SAVED,
        /// The word CHARSET.
        CHARSET
    }

    /// What a client is told that named another one. More are known: see {@link Charsets}.
    private static final List<String> SOME_CHARSETS =
            List.of(
                    "US-ASCII",
                    "UTF-8",
                    "EUC-KR",
                    "KS_C_5601-1987",
                    "ISO-2022-KR",
                    "GB18030",
                    "Big5",
                    "Shift_JIS",
                    "EUC-JP",
                    "ISO-2022-JP",
                    "ISO-8859-1",
                    "KOI8-R",
                    "windows-1252");

    /// `search-program = ["CHARSET" SP charset SP] search-key *(SP search-key)`, RFC 9051 §9, to the
    /// end of the command.
    public static SearchProgram parse(ImapParser in) throws ImapSyntaxException {
        if (!in.skipWord("CHARSET")) {
            return keys(in, "UTF-8");
        }
        SearchProgram program = parseWithCharset(in.space());
        EnumSet<Use> uses = EnumSet.of(Use.CHARSET);
        uses.addAll(program.uses);
        return new SearchProgram(program.key, uses);
    }

    /// `search-criteria = charset 1*(SP search-key)`, RFC 5256 §5, to the end of the command.
    public static SearchProgram parseWithCharset(ImapParser in) throws ImapSyntaxException {
        String charset = in.astring();
        if (!SearchGrammar.isUtf8(charset) && Charsets.forLabel(charset).isEmpty()) {
            return new SearchProgram(Optional.empty(), Set.of());
        }
        in.space();
        return keys(in, charset);
    }

    private static SearchProgram keys(ImapParser in, String charset) throws ImapSyntaxException {
        SearchGrammar grammar = new SearchGrammar(in, charset);
        SearchKey key = grammar.keys();
        in.end();
        return new SearchProgram(Optional.of(key), grammar.uses());
    }

    public boolean isUnknownCharset() {
        return key.isEmpty();
    }

    /// RFC 9051 §7.1 BADCHARSET.
    public static TaggedResponse badCharset() {
        return TaggedResponse.no(
                "BADCHARSET (" + String.join(" ", SOME_CHARSETS) + ")", "Use UTF-8");
    }

    public boolean uses(Use use) {
        return uses.contains(use);
    }
}
