// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Set;
import org.pabal.imap.command.Search.ModSeqUse;
import org.pabal.imap.command.Search.Return;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.syntax.MessageSet.Addressing;
import org.pabal.mailbox.UidSet;

/// `SEARCH` or `ESEARCH`. RFC 9051 §7.3.4, RFC 3501 §7.2.5, RFC 4731, RFC 5182.
final class SearchResponse {
    private final SelectedMailbox selected;
    private final Search command;
    private final BitSet found;

    SearchResponse(SelectedMailbox selected, Search command, BitSet found) {
        this.selected = selected;
        this.command = command;
        this.found = found;
    }

    void write() throws IOException {
        if (command.returns().isEmpty() && !selected.features().isRev2()) {
            writePlain();
            return;
        }
        Set<Return> options = command.returns().orElse(EnumSet.of(Return.ALL));
        if (options.contains(Return.SAVE)) {
            selected.save(uids(toSave(options)));
        }
        if (!options.equals(EnumSet.of(Return.SAVE))) {
            writeExtended(options);
        }
    }

    private void writePlain() throws IOException {
        ResponseWriter out = selected.out().ascii("* SEARCH");
        for (int index = found.nextSetBit(0); index >= 0; index = found.nextSetBit(index + 1)) {
            out.octet(' ').number(number(index));
        }
        if (command.modSeqUse() == ModSeqUse.KEY && !found.isEmpty()) {
            out.ascii(" (MODSEQ ").number(highestModSeq(found)).octet(')');
        }
        out.crlf();
    }

    private void writeExtended(Set<Return> options) throws IOException {
        ResponseWriter out = selected.out().ascii("* ESEARCH (TAG ");
        out.string(selected.user().client().tag()).octet(')');
        if (command.addressing() == Addressing.UID) {
            out.ascii(" UID");
        }
        if (options.contains(Return.MIN) && !found.isEmpty()) {
            out.ascii(" MIN ").number(number(found.nextSetBit(0)));
        }
        if (options.contains(Return.MAX) && !found.isEmpty()) {
            out.ascii(" MAX ").number(number(found.length() - 1));
        }
        if (options.contains(Return.ALL) && !found.isEmpty()) {
            out.ascii(" ALL ").ascii(numbers().toString());
        }
        if (options.contains(Return.COUNT)) {
            out.ascii(" COUNT ").number(found.cardinality());
        }
        if (command.modSeqUse() == ModSeqUse.KEY && !found.isEmpty()) {
            out.ascii(" MODSEQ ").number(highestModSeq(shown(options)));
        }
        out.crlf();
    }

    /// With MIN or MAX alone these are all that count. RFC 5182 §2.4, RFC 7162 §3.1.10.
    private BitSet toSave(Set<Return> options) {
        boolean ends = options.contains(Return.MIN) || options.contains(Return.MAX);
        return ends ? shown(options) : found;
    }

    private BitSet shown(Set<Return> options) {
        boolean all = options.contains(Return.ALL) || options.contains(Return.COUNT);
        boolean ends = options.contains(Return.MIN) || options.contains(Return.MAX);
        if (all || !ends || found.isEmpty()) {
            return found;
        }
        BitSet some = new BitSet();
        if (options.contains(Return.MIN)) {
            some.set(found.nextSetBit(0));
        }
        if (options.contains(Return.MAX)) {
            some.set(found.length() - 1);
        }
        return some;
    }

    private long number(int index) {
        return command.addressing() == Addressing.UID ? selected.told().uid(index) : index + 1L;
    }

    private UidSet numbers() {
        UidSet.Builder numbers = new UidSet.Builder();
        found.stream().forEach(index -> numbers.add(number(index)));
        return numbers.build();
    }

    private UidSet uids(BitSet indexes) {
        UidSet.Builder uids = new UidSet.Builder();
        indexes.stream().forEach(index -> uids.add(selected.told().uid(index)));
        return uids.build();
    }

    private long highestModSeq(BitSet indexes) {
        return indexes.stream().mapToLong(selected::modSeq).max().orElse(0);
    }
}
