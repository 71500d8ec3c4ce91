// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.util.List;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.relay.Contact;

/// Speaks with one host about one mail. Safe for use by many threads; blocks.
public interface RemoteSession {

    Outcome transmit(RemoteHost host, OutboundMail mail);

    sealed interface Outcome {
        /// It never came to the point of sending: the next host is to be tried.
        ///
        /// @param found of class 4
        /// @param contact how far it came
        record NotReached(Diagnosis found, Contact contact) implements Outcome {}

        /// The host took the mail up.
        ///
        /// @param found one for each recipient, in order; class 2 only for those whose mail the host
        ///     has promised to keep
        record Answered(List<Diagnosis> found, Peer peer) implements Outcome {

            /// By a host that nothing is known of.
            public Answered(List<Diagnosis> found) {
                this(found, Peer.NOBODY);
            }
        }
    }
}
