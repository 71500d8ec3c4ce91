// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import java.util.Locale;
import org.pabal.server.setup.proof.Proof.Stage;
import org.pabal.server.setup.proof.Proof.State;
import org.pabal.server.setup.proof.ProofMail.Fate;

/// What is said of the mail to a server outside. It may change after the proof is done.
final class OutsideFate {
    private OutsideFate() {}

    static void show(Proof proof, String messageId, Fate fate) {
        Locale language = proof.language();
        switch (fate) {
            case Fate.Relayed(var said) -> proof.at(Stage.OUTSIDE, State.OK, said, "");
            case Fate.Failed(var said) -> {
                String refused = Words.OUTSIDE_REFUSED.in(language);
                proof.at(Stage.OUTSIDE, State.BAD, said, refused);
                proof.lose(Why.OUTSIDE, refused);
            }
            case Fate.Deferred(var said) -> {
                String later = Words.OUTSIDE_LATER.in(language);
                proof.at(Stage.OUTSIDE, State.WARN, said, later);
                proof.notKnown(Why.OUTSIDE, later);
            }
            case Fate.Waits(var said) -> {
                String waits = Words.OUTSIDE_WAITS.in(language, messageId);
                proof.at(Stage.OUTSIDE, State.WARN, said, waits);
                proof.notKnown(Why.OUTSIDE, waits);
            }
            case Fate.Stored place ->
                    proof.at(
                            Stage.OUTSIDE,
                            State.WARN,
                            place.mailbox(),
                            Words.OUTSIDE_LOCAL.in(language));
            case Fate.Quarantined(var said) ->
                    proof.at(Stage.OUTSIDE, State.WARN, said, Words.OUTSIDE_LOCAL.in(language));
        }
    }
}
