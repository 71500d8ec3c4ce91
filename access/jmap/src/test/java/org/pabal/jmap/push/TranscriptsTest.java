// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.jmap.testing.JmapTranscript;

/// Streams and sockets, before they open.
class TranscriptsTest {

    @TestFactory
    Stream<DynamicTest> push() throws Exception {
        return JmapTranscript.in("push", JmapStage::new);
    }
}
