// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.util.Optional;
import org.pabal.mailauth.arc.ArcOutcome;
import org.pabal.mailauth.arc.ArcSealer;
import org.pabal.mta.acceptance.ContentExamination;
import org.pabal.mta.acceptance.Examined;

/// A mail that was examined as it came and then edited by a check: what was found stands, but the
/// seal is made of what goes on. For one thread.
final class ResealedContent implements ContentExamination {
    private final ArcSealer sealer;
    private final Found found;
    private Optional<ForwardSeal> seal = Optional.empty();

    /// @param examined with the fields above Received but for the seal
    record Found(ForwardSeal seal, ArcOutcome chain, String results, Examined examined) {

        /// @param by of the content as it is now
        Examined sealed(ForwardSeal by) {
            return withAbove(examined, by.finish(chain, results));
        }

        private static Examined withAbove(Examined examined, byte[] set) {
            byte[] rest = examined.aboveReceived();
            byte[] above = java.util.Arrays.copyOf(set, set.length + rest.length);
            System.arraycopy(rest, 0, above, set.length, rest.length);
            return new Examined(
                    examined.verdict(),
                    above,
                    examined.belowReceived(),
                    examined.facts(),
                    examined.authentication(),
                    examined.assessments());
        }
    }

    ResealedContent(ArcSealer sealer, Found found) {
        this.sealer = sealer;
        this.found = found;
    }

    @Override
    public byte[] header(byte[] section) {
        seal = Optional.of(ForwardSeal.begin(sealer, found.seal.key(), section));
        return section;
    }

    @Override
    public void body(byte[] octets, int offset, int length) {
        seal.ifPresent(open -> open.body(octets, offset, length));
    }

    @Override
    public Examined finish() {
        return seal.map(found::sealed).orElse(found.examined);
    }

    /// For the next check that edits it.
    @Override
    public Optional<ContentExamination> anew() {
        return Optional.of(new ResealedContent(sealer, found));
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
