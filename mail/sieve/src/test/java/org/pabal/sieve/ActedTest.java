// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.sieve.Compilation.Compiled;
import org.pabal.sieve.language.SieveCompiler;

/// Which lines of a script have made a difference.
class ActedTest {

    private static List<Integer> acted(String script) {
        ScriptSource included =
                (_, name) ->
                        Optional.of(
                                ("require \"fileinto\";\n\n\nfileinto \"" + name + "\";\n")
                                        .getBytes(StandardCharsets.UTF_8));
        Compilation compilation =
                new SieveCompiler(SieveConfig.DEFAULT)
                        .compile(script.getBytes(StandardCharsets.UTF_8), included);
        assertThat(compilation).isInstanceOf(Compiled.class);
        return ((Compiled) compilation)
                .script()
                .run(
                        OctetsMessage.of("From: a@example.net\nSubject: x\n\nHello\n"),
                        new FixedSurroundings())
                .acted();
    }

    @Test
    void commandsThatActAndNoOthers() {
        assertThat(
                        acted(
                                """
                                require ["fileinto", "variables", "imap4flags", "editheader"];
                                set "a" "b";
                                if header :is "subject" "y" { discard; }
                                elsif header :is "subject" "x" {
                                  addflag "\\\\Seen"; addflag "work";
                                  addflag "a" "only a variable";
                                  fileinto "Archive";
                                  fileinto "Archive";
                                }
                                addheader "X-A" "b";
                                stop;
                                keep;
                                """))
                .containsExactly(5, 7, 8, 10, 11);
    }

    @Test
    void whatIsIncludedActsWhereItIsIncluded() {
        assertThat(
                        acted(
                                """
                                require "include";

                                include "one"; include "two";
                                """))
                .containsExactly(3);
    }

    @Test
    void aTestThatRemembersDoesNotAct() {
        assertThat(acted("require \"duplicate\";\nif duplicate { discard; }\n")).isEmpty();
    }

    @Test
    void whatFailsHasNotActed() {
        assertThat(acted("require \"extlists\";\nkeep;\nredirect :list \"tag:x,2026:none\";\n"))
                .isEmpty();
    }
}
