// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.alias;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.OwnAliases.Terms;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.email.submission.SendingStage;
import org.pabal.jmap.testing.JmapTranscript;
import org.pabal.message.Address;

/// People make addresses, as a client sees it.
class TranscriptsTest {

    @TestFactory
    Stream<DynamicTest> alias() throws Exception {
        return JmapTranscript.in("alias", AliasStage::new);
    }

    private static final class AliasStage extends SendingStage {
        private final Aliases aliases =
                new Aliases(
                        directory.ownAliases(new Terms(2, Set.of(), Duration.ofDays(90))),
                        directory,
                        clock);

        @Override
        protected List<Capability> moreCapabilities() {
            return List.of(aliases.capability());
        }

        @Override
        protected List<JmapMethod> moreMethods() {
            return aliases.methods();
        }

        @Override
        public void given(String sentence) throws Exception {
            if (sentence.startsWith("the administrator gives alice ")) {
                String address = sentence.substring(sentence.lastIndexOf(' ') + 1);
                directory.addAlias(
                        new Alias(Address.of(address), List.of(Address.of("alice@example.org"))));
            } else {
                super.given(sentence);
            }
        }
    }
}
