// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.programs;

import java.util.Optional;
import org.pabal.mailbox.MessageIntake;

/// Takes in what a filter writes as a message: an LF that stands alone gets its CR, a CR that stands
/// alone becomes a line end, NUL is refused. For one thread at a time.
final class IntakeOutput implements Programs.Output {
    private static final byte[] LINE_END = {'\r', '\n'};

    private final MessageIntake intake;
    private final long maxOctets;
    private boolean afterReturn;
    private boolean hasNul;
    private boolean tooLarge;
    private byte last = '\n';

    IntakeOutput(MessageIntake intake, long maxOctets) {
        this.intake = intake;
        this.maxOctets = maxOctets;
    }

    @Override
    public void take(byte[] octets, int length) {
        tooLarge |= intake.octets() + length > maxOctets;
        if (tooLarge || hasNul) {
            return;
        }
        int from = 0;
        for (int at = 0; at < length; at++) {
            byte octet = octets[at];
            hasNul |= octet == 0;
            boolean ends = octet == '\r' || octet == '\n';
            if (ends) {
                write(octets, from, at);
                from = at + 1;
                if (octet == '\r' || !afterReturn) {
                    intake.write(LINE_END, 0, LINE_END.length);
                    last = '\n';
                }
            }
            afterReturn = octet == '\r';
        }
        write(octets, from, length);
    }

    private void write(byte[] octets, int from, int to) {
        if (to > from) {
            intake.write(octets, from, to - from);
            last = octets[to - 1];
        }
    }

    /// Why what was written is no message.
    Optional<String> end() {
        if (tooLarge) {
            return Optional.of("wrote more than a message may have (" + maxOctets + " octets)");
        }
        if (hasNul) {
            return Optional.of("wrote NUL, which no message may have");
        }
        if (intake.octets() == 0) {
            return Optional.of("wrote nothing");
        }
        if (last != '\n') {
            intake.write(LINE_END, 0, LINE_END.length);
        }
        return intake.headerIsWithinLimits()
                ? Optional.empty()
                : Optional.of("wrote a header section that is too large");
    }
}
