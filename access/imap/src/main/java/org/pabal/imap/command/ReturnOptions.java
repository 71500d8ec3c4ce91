// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.PartialRange;

/// What a searching command is to return. RFC 9051 §6.4.4, RFC 4731 §3.1; for SORT RFC 5267 §3.1;
/// PARTIAL: RFC 9394 §3.1; CONTEXT and UPDATE: RFC 5267 §4.
///
/// @param partial the range of PARTIAL; never together with ALL
record ReturnOptions(Set<Item> items, Optional<PartialRange> partial) {
    enum Item {
        MIN,
        MAX,
        ALL,
        COUNT,
        SAVE,
        /// A hint that more will be asked of the same; what it asks for is done for every search.
        /// RFC 5267 §4.2.
        CONTEXT,
        UPDATE
    }

    static final ReturnOptions ALL = new ReturnOptions(Set.of(Item.ALL), Optional.empty());

    /// `["RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"] SP`
    static Optional<ReturnOptions> parseIfNext(ImapParser in) throws ImapSyntaxException {
        if (!in.skipWord("RETURN")) {
            return Optional.empty();
        }
        ReturnOptions options = parse(in.space());
        in.space();
        return Optional.of(options);
    }

    /// `"(" [search-return-opt *(SP search-return-opt)] ")"`; none means ALL
    private static ReturnOptions parse(ImapParser in) throws ImapSyntaxException {
        EnumSet<Item> items = EnumSet.noneOf(Item.class);
        Optional<PartialRange> partial = Optional.empty();
        in.expect('(');
        while (!in.skip(')')) {
            if (!items.isEmpty() || partial.isPresent()) {
                in.space();
            }
            if (partial.isEmpty() && in.skipWord("PARTIAL")) {
                partial = Optional.of(PartialRange.parse(in.space()));
            } else {
                items.add(item(in));
            }
            if (partial.isPresent() && items.contains(Item.ALL)) {
                throw in.expected("ALL or one PARTIAL, not both, before this"); // RFC 9394 §3.1
            }
        }
        return items.isEmpty() && partial.isEmpty() ? ALL : new ReturnOptions(items, partial);
    }

    private static Item item(ImapParser in) throws ImapSyntaxException {
        for (Item item : Item.values()) {
            if (in.skipWord(item.name())) {
                return item;
            }
        }
        throw in.expected("MIN, MAX, ALL, COUNT, SAVE, CONTEXT, UPDATE or one PARTIAL");
    }

    boolean has(Item item) {
        return items.contains(item);
    }

    /// False where only some results are named: with MIN, MAX or PARTIAL alone.
    boolean nameAll() {
        boolean some = has(Item.MIN) || has(Item.MAX) || partial.isPresent();
        return !some || has(Item.ALL) || has(Item.COUNT);
    }

    /// False where a few results from either end are enough.
    boolean needAll() {
        return nameAll() || has(Item.UPDATE);
    }

    /// So many of the first results are enough.
    int firstNeeded() {
        int ofPartial =
                partial.filter(range -> !range.isFromEnd()).map(PartialRange::reach).orElse(0);
        return Math.max(has(Item.MIN) ? 1 : 0, ofPartial);
    }

    /// So many of the last results are enough.
    int lastNeeded() {
        int ofPartial = partial.filter(PartialRange::isFromEnd).map(PartialRange::reach).orElse(0);
        return Math.max(has(Item.MAX) ? 1 : 0, ofPartial);
    }

    /// True when the client wants the result kept and nothing said. RFC 5182 §2.1.
    boolean isSilent() {
        return partial.isEmpty() && items.equals(Set.of(Item.SAVE));
    }
}
