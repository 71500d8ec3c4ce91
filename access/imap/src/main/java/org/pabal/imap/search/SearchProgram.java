// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.message.mime.Charsets;

/// Which messages SEARCH, SORT, THREAD and ESEARCH mean: the charset of the strings, and the keys.
///
/// @param key empty for a charset that is not known here: then the rest cannot be read
/// @param uses what stands among the keys that matters to the command as a whole
public record SearchProgram(Optional<SearchKey> key, EnumSet<Use> uses) {
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
        CHARSET,
        /// Another charset than UTF-8 or US-ASCII.
        LEGACY_CHARSET,
        /// FILTER.
        FILTER
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
        program.uses.add(Use.CHARSET);
        return program;
    }

    /// `search-criteria = charset 1*(SP search-key)`, RFC 5256 §5, to the end of the command.
    public static SearchProgram parseWithCharset(ImapParser in) throws ImapSyntaxException {
        String charset = in.astring();
        if (!SearchGrammar.isUtf8(charset) && Charsets.forLabel(charset).isEmpty()) {
            return new SearchProgram(Optional.empty(), EnumSet.of(Use.LEGACY_CHARSET));
        }
        in.space();
        SearchProgram program = keys(in, charset);
        if (!SearchGrammar.isUtf8(charset)) {
            program.uses.add(Use.LEGACY_CHARSET);
        }
        return program;
    }

    private static SearchProgram keys(ImapParser in, String charset) throws ImapSyntaxException {
        SearchGrammar grammar = new SearchGrammar(in, charset);
        SearchKey key = grammar.keys();
        in.end();
        return new SearchProgram(Optional.of(key), grammar.uses());
    }

    /// What makes every search with this program a refusal.
    ///
    /// @param utf8Accepted whether UTF8=ACCEPT is enabled, which leaves no choice of charset
    public Optional<TaggedResponse> refusal(boolean utf8Accepted) {
        if (uses(Use.CHARSET) && utf8Accepted) {
            // RFC 9755 §3
            return Optional.of(TaggedResponse.bad("UTF8=ACCEPT is enabled, name no CHARSET"));
        }
        if (uses(Use.FILTER) && uses(Use.LEGACY_CHARSET)) {
            return Optional.of(
                    TaggedResponse.bad(
                            "BADCHARSET (US-ASCII UTF-8)",
                            "Filters are in UTF-8")); // RFC 5466 §3.1
        }
        return key.isPresent()
                ? Optional.empty()
                : Optional.of(
                        TaggedResponse.no(
                                "BADCHARSET (" + String.join(" ", SOME_CHARSETS) + ")",
                                "Use UTF-8"));
    }

    public boolean uses(Use use) {
        return uses.contains(use);
    }
}
