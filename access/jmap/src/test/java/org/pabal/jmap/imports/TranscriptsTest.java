// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.jmap.testing.JmapTranscript;

/// Mail is brought from another server, as a client sees it.
class TranscriptsTest {

    @TestFactory
    Stream<DynamicTest> imports() throws Exception {
        return JmapTranscript.in("import", ImportStage::new);
    }
}
