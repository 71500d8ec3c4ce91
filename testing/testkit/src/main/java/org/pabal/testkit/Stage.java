// SPDX-License-Identifier: Apache-2.0
package org.pabal.testkit;

import java.io.Closeable;
import java.io.IOException;

/// Where a transcript is played: the server under test, and what its `given` and `then` lines mean.
/// Each transcript gets a fresh stage, closed at its end.
public interface Stage extends Closeable {

    /// A new connection to the server.
    Peer connect() throws Exception;

    /// Prepares what the sentence says.
    default void given(String sentence) throws Exception {
        throw unknown(sentence);
    }

    /// Checks what the sentence says, by an assertion.
    default void then(String sentence) throws Exception {
        throw unknown(sentence);
    }

    /// Answers the step `C-tls`: TLS that trusts any certificate.
    default Peer startTls(Peer plain) throws Exception {
        return plain.startTls(TrustingTls.context());
    }

    @Override
    default void close() throws IOException {}

    /// What to throw at a sentence that the stage does not know.
    static AssertionError unknown(String sentence) {
        return new AssertionError("the stage does not know the sentence: " + sentence);
    }

    /// Makes the stage of one transcript.
    @FunctionalInterface
    interface Opening {
        Stage open() throws Exception;
    }
}
