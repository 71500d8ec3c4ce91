// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.jmap.testing.JmapTranscript;

/// The protocol itself, as a client sees it.
class TranscriptsTest {

    @TestFactory
    Stream<DynamicTest> protocol() throws Exception {
        return JmapTranscript.in("protocol", JmapStage::new);
    }

    @TestFactory
    Stream<DynamicTest> door() throws Exception {
        return JmapTranscript.in("door", JmapStage::new);
    }
}
