// SPDX-License-Identifier: Apache-2.0
package org.pabal.poppassd;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.testkit.TranscriptTests;

class TranscriptsTest {
    @TestFactory
    Stream<DynamicTest> poppassd() throws IOException {
        return TranscriptTests.in("poppassd", PoppassdStage::new);
    }
}
