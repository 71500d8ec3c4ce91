// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.testkit.TranscriptTests;

/// Every command in every state as conversations,
/// `src/test/transcripts/<command>/<what-it-shows>.txt`.
class TranscriptsTest {

    @TestFactory
    Stream<DynamicTest> transcripts() throws IOException {
        return TranscriptTests.in("", ManageSieveStage::new);
    }
}
