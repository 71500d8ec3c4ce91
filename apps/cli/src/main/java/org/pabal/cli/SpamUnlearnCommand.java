// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pabal spam unlearn`: takes back what was learnt from messages.
@Command(name = "unlearn")
final class SpamUnlearnCommand implements Callable<Integer> {
    private final PabalCommand pabal;

    @Parameters(paramLabel = "DIR|MBOX|FILE", arity = "1..*")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--account", paramLabel = "ADDRESS", defaultValue = "")
    private String account = "";

    SpamUnlearnCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() {
        return new SpamTeaching(pabal, account).teach("nothing", files, "ham", List.of());
    }
}
