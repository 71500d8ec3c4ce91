// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

/// The index of words: `search.*`.
public final class SearchTable {
    static final Section SECTION = new Section();

    public static final Setting<Boolean> SEARCH_INDEX =
            SECTION.add(
                    "search.index",
                    Form.SWITCH,
                    "true",
                    "Whether the text of messages is indexed, in `search/` in the data directory;"
                            + " without, SEARCH BODY and SEARCH TEXT read every message. What they"
                            + " find is the same.");
    public static final Setting<Long> SEARCH_MAX_TEXT =
            SECTION.add(
                    "search.max-text",
                    Form.SIZE_IN_OCTETS,
                    "16 MiB",
                    "How much text of one message is indexed, in characters; one with more is read"
                            + " by searches.");

    private SearchTable() {}
}
