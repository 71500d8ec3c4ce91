// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.util.ArrayList;
import java.util.List;
import org.pabal.mailbox.state.AccountChange;
import org.pabal.mailbox.state.AccountChange.GoneMailbox;
import org.pabal.mailbox.state.AccountChange.Move;
import org.pabal.mailbox.state.AccountChange.Way;

/// The records under `O`: mailboxes that are gone, and messages that came to mailboxes or left them.
public final class ChangeFormat {
    private static final int VERSION = 1;

    private ChangeFormat() {}

    public static byte[] encode(List<GoneMailbox> destroyed, List<Move> moves) {
        OctetWriter out = new OctetWriter(16 + destroyed.size() * 6 + moves.size() * 5);
        out.octet(VERSION).number(destroyed.size());
        for (GoneMailbox gone : destroyed) {
            out.number(gone.mailbox()).number(gone.created());
        }
        out.number(moves.size());
        long last = 0;
        for (Move move : moves) {
            out.signed(move.email() - last)
                    .number(move.email() - move.thread())
                    .number(move.mailbox() << 1 | (move.way() == Way.CAME ? 1 : 0));
            last = move.email();
        }
        return out.toOctets();
    }

    public static AccountChange decode(long modSeq, byte[] octets) {
        OctetReader in = new OctetReader(octets, VERSION);
        List<GoneMailbox> destroyed = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            destroyed.add(new GoneMailbox(in.number(), in.number()));
        }
        int count = in.count();
        List<Move> moves = new ArrayList<>(count);
        long email = 0;
        for (int i = 0; i < count; i++) {
            email += in.signed();
            long thread = email - in.number();
            long mailbox = in.number();
            moves.add(
                    new Move(
                            email,
                            thread,
                            mailbox >>> 1,
                            (mailbox & 1) != 0 ? Way.CAME : Way.LEFT));
        }
        return new AccountChange(modSeq, destroyed, moves);
    }

    /// How many moves a record tells of, without reading them.
    public static int moves(byte[] octets) {
        OctetReader in = new OctetReader(octets, VERSION);
        for (int left = 2 * in.count(); left > 0; left--) {
            in.number();
        }
        return in.count();
    }
}
