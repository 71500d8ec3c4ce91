// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pabal spam learn`: teaches the statistics by messages in files.
@Command(name = "learn")
final class SpamLearnCommand implements Callable<Integer> {
    private final PabalCommand pabal;

    @Option(names = "--spam", paramLabel = "DIR|MBOX|FILE", arity = "1..*")
    private List<Path> spam = new ArrayList<>();

    @Option(names = "--ham", paramLabel = "DIR|MBOX|FILE", arity = "1..*")
    private List<Path> ham = new ArrayList<>();

    @Option(names = "--account", paramLabel = "ADDRESS", defaultValue = "")
    private String account = "";

    SpamLearnCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() {
        if (spam.isEmpty() && ham.isEmpty()) {
            return pabal.refuse("refused", pabal.say("spam.learn-what"), ExitCode.USAGE);
        }
        return new SpamTeaching(pabal, account).teach("spam", spam, "ham", ham);
    }
}
