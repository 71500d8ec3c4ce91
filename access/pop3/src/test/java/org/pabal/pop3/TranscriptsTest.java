// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.testkit.TranscriptTests;

/// Every command and state as conversations, `src/test/transcripts/<command>/<what-it-shows>.txt`.
class TranscriptsTest {

    @TestFactory
    Stream<DynamicTest> transcripts() throws IOException {
        return TranscriptTests.in("", Pop3Stage::new);
    }
}
