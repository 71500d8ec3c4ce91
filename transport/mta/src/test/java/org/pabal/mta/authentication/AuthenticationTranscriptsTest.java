// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.testkit.TranscriptTests;

class AuthenticationTranscriptsTest {

    @TestFactory
    Stream<DynamicTest> transcripts() throws IOException {
        return TranscriptTests.in("authentication", AuthenticationStage::new);
    }
}
