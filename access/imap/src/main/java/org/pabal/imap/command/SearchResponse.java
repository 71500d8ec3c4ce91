// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.pabal.imap.command.ReturnOptions.Item;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.search.SearchView;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.syntax.MessageSet.Addressing;
import org.pabal.imap.syntax.PartialRange;
import org.pabal.mailbox.MessageCursor;
import org.pabal.mailbox.UidSet;

/// The results of a searching command: `SEARCH`, `SORT` or `ESEARCH`. RFC 9051 §7.3.4, RFC 3501
/// §7.2.5, RFC 4731, RFC 5182, RFC 5256 §4, RFC 5267 §3, RFC 9394.
final class SearchResponse {
    /// A saved result may have so many ranges: some MiB for a session at most.
    private static final int MAX_SAVED_RANGES = 65_536;

    private final SearchView view;
    private final Addressing addressing;
    private final boolean showsModSeq;

    /// Indexes in the order of the results.
    private final int[] found;

    SearchResponse(SearchView view, Addressing addressing, boolean showsModSeq, int[] found) {
        this.view = view;
        this.addressing = addressing;
        this.showsModSeq = showsModSeq;
        this.found = found;
    }

    boolean isEmpty() {
        return found.length == 0;
    }

    /// `"SEARCH" *(SP nz-number) [SP search-sort-mod-seq]`, and the same for SORT
    void writePlain(ResponseWriter out, String name) throws IOException {
        out.ascii("* ").ascii(name);
        for (int index : found) {
            out.octet(' ').number(number(index));
        }
        if (showsModSeq && found.length > 0) {
            out.ascii(" (MODSEQ ").number(highestModSeq(found)).octet(')');
        }
        out.crlf();
    }

    /// Keeps the result for `$`, if that is asked for.
    ///
    /// @return false when it is too large: then nothing is saved. RFC 5182 §2.1
    boolean save(SelectedMailbox selected, ReturnOptions options) {
        if (!options.has(Item.SAVE)) {
            return true;
        }
        int[] indexes = options.nameAll() ? found.clone() : shown(options);
        Arrays.sort(indexes);
        UidSet uids = uids(indexes);
        boolean fits = uids.ranges().size() <= MAX_SAVED_RANGES;
        selected.save(fits ? uids : UidSet.EMPTY);
        return fits;
    }

    /// `"ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)`
    void writeExtended(ResponseWriter out, String tag, ReturnOptions options) throws IOException {
        if (!options.isSilent()) {
            out.ascii("* ESEARCH (TAG ").string(tag).octet(')');
            if (addressing == Addressing.UID) {
                out.ascii(" UID");
            }
            writeData(out, options);
            out.crlf();
        }
    }

    /// `*(SP search-return-data)`
    void writeData(ResponseWriter out, ReturnOptions options) throws IOException {
        if (options.has(Item.MIN) && found.length > 0) {
            out.ascii(" MIN ").number(number(found[0]));
        }
        if (options.has(Item.MAX) && found.length > 0) {
            out.ascii(" MAX ").number(number(found[found.length - 1]));
        }
        if (options.has(Item.ALL) && found.length > 0) {
            writeSet(out.ascii(" ALL "), found, this::number);
        }
        if (options.partial().isPresent()) {
            writePartial(out, options.partial().get());
        }
        if (options.has(Item.COUNT)) {
            out.ascii(" COUNT ").number(found.length);
        }
        if (showsModSeq && found.length > 0) {
            out.ascii(" MODSEQ ").number(highestModSeq(shown(options)));
        }
    }

    /// `"PARTIAL" SP "(" partial-range SP (sequence-set / "NIL") ")"`
    private void writePartial(ResponseWriter out, PartialRange range) throws IOException {
        out.ascii(" PARTIAL (").ascii(range.toString()).octet(' ');
        int[] part = part(range);
        if (part.length == 0) {
            out.ascii("NIL)");
        } else {
            writeSet(out, part, this::number).octet(')');
        }
    }

    private int[] part(PartialRange range) {
        int from = range.from(found.length);
        return Arrays.copyOfRange(found, from, Math.max(from, range.to(found.length)));
    }

    /// A sequence-set in the order of the results: a range stands for ascending numbers only.
    /// RFC 5267 §3.2.
    static ResponseWriter writeSet(ResponseWriter out, int[] indexes, IntToLongFunction number)
            throws IOException {
        int at = 0;
        while (at < indexes.length) {
            long first = number.applyAsLong(indexes[at]);
            long last = first;
            while (++at < indexes.length && number.applyAsLong(indexes[at]) == last + 1) {
                last++;
            }
            out.number(first);
            if (last > first) {
                out.octet(':').number(last);
            }
            if (at < indexes.length) {
                out.octet(',');
            }
        }
        return out;
    }

    /// The results that the response names: with MIN, MAX or PARTIAL alone these are all that count.
    /// RFC 5182 §2.4, RFC 7162 §3.1.10, RFC 9394 §3.2.
    private int[] shown(ReturnOptions options) {
        if (options.nameAll() || found.length == 0) {
            return found;
        }
        IntStream some =
                options.partial().map(this::part).map(Arrays::stream).orElse(IntStream.empty());
        if (options.has(Item.MIN)) {
            some = IntStream.concat(some, IntStream.of(found[0]));
        }
        if (options.has(Item.MAX)) {
            some = IntStream.concat(some, IntStream.of(found[found.length - 1]));
        }
        return some.distinct().toArray();
    }

    /// The UIDs in the order of the results.
    long[] uids() {
        return Arrays.stream(found).mapToLong(view.snapshot()::uid).toArray();
    }

    private long number(int index) {
        return addressing == Addressing.UID ? view.snapshot().uid(index) : index + 1L;
    }

    /// @param indexes ascending
    private UidSet uids(int[] indexes) {
        UidSet.Builder uids = new UidSet.Builder();
        for (int index : indexes) {
            uids.add(view.snapshot().uid(index));
        }
        return uids.build();
    }

    private long highestModSeq(int[] indexes) {
        long highest = 0;
        MessageCursor cursor = view.cursors().get();
        for (int index : indexes) {
            cursor.move(index);
            highest = Math.max(highest, cursor.modSeq());
        }
        return highest;
    }
}
