// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning.format.v1;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.pabal.spam.statistics.Kind;
import org.pabal.spam.statistics.Training;

/// What all have said of one text.
///
/// @param administrator an administrator's word, which counts alone
/// @param spam accounts that say it is spam
/// @param ham accounts that say it is not
/// @param automatic the filter's own word, when nobody else has one
/// @param training of what was learnt, and takes it back; empty when nothing is learnt of it
/// @param day when it changed, since 1970
public record SharedRecord(
        Optional<Kind> administrator,
        int spam,
        int ham,
        Optional<Kind> automatic,
        Optional<Training> training,
        int day) {
    private static final byte VERSION = 1;
    private static final int OCTETS = 1 + 1 + 1 + 4 + 4 + 4 + 1 + Training.OCTETS;

    public static final SharedRecord NONE =
            new SharedRecord(Optional.empty(), 0, 0, Optional.empty(), Optional.empty(), 0);

    public boolean isEmpty() {
        return administrator.isEmpty() && spam == 0 && ham == 0 && automatic.isEmpty();
    }

    /// What most say; nothing when as many say the one as the other.
    public Optional<Kind> said() {
        if (administrator.isPresent()) {
            return administrator;
        }
        if (spam == 0 && ham == 0) {
            return automatic;
        }
        return spam == ham ? Optional.empty() : Optional.of(spam > ham ? Kind.SPAM : Kind.HAM);
    }

    public SharedRecord withAdministrator(Optional<Kind> word) {
        return new SharedRecord(word, spam, ham, automatic, training, day);
    }

    public SharedRecord withAutomatic(Optional<Kind> word) {
        return new SharedRecord(administrator, spam, ham, word, training, day);
    }

    /// An account has said `before` and says `now`.
    public SharedRecord withVote(Optional<Kind> before, Optional<Kind> now) {
        return new SharedRecord(
                administrator,
                Math.max(0, spam + one(now, Kind.SPAM) - one(before, Kind.SPAM)),
                Math.max(0, ham + one(now, Kind.HAM) - one(before, Kind.HAM)),
                automatic,
                training,
                day);
    }

    private static int one(Optional<Kind> word, Kind kind) {
        return word.equals(Optional.of(kind)) ? 1 : 0;
    }

    public SharedRecord learnt(Optional<Training> what, int today) {
        return new SharedRecord(administrator, spam, ham, automatic, what, today);
    }

    public byte[] octets() {
        ByteBuffer out =
                ByteBuffer.allocate(OCTETS)
                        .put(VERSION)
                        .put(octet(administrator))
                        .put(octet(automatic))
                        .putInt(spam)
                        .putInt(ham)
                        .putInt(day)
                        .put((byte) (training.isPresent() ? 1 : 0));
        training.ifPresent(known -> out.put(known.octets()));
        return out.array();
    }

    /// Empty for a record of another version, which is passed over.
    public static Optional<SharedRecord> read(byte[] octets) {
        if (octets.length != OCTETS || octets[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(octets, 1, OCTETS - 1);
        Optional<Kind> administrator = kind(in.get());
        Optional<Kind> automatic = kind(in.get());
        int spam = in.getInt();
        int ham = in.getInt();
        int day = in.getInt();
        boolean learnt = in.get() == 1;
        byte[] training = new byte[Training.OCTETS];
        in.get(training);
        return Optional.of(
                new SharedRecord(
                        administrator,
                        spam,
                        ham,
                        automatic,
                        learnt ? Training.parse(training) : Optional.empty(),
                        day));
    }

    static byte octet(Optional<Kind> kind) {
        if (kind.isEmpty()) {
            return 0;
        }
        return (byte)
                switch (kind.get()) {
                    case SPAM -> 1;
                    case HAM -> 2;
                };
    }

    static Optional<Kind> kind(byte octet) {
        return switch (octet) {
            case 1 -> Optional.of(Kind.SPAM);
            case 2 -> Optional.of(Kind.HAM);
            default -> Optional.empty();
        };
    }
}
