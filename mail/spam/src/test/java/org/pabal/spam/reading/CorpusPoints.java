// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.Finding;
import org.pabal.spam.Judgement;

/// What each test of reading finds in folders of mails: `CorpusPoints FOLDER...`.
final class CorpusPoints {
    private static final int SHOWN = 25;

    private CorpusPoints() {}

    private record Scored(Path file, Judgement judgement) {}

    public static void main(String[] folders) throws IOException {
        Map<String, int[]> hits = new TreeMap<>();
        int[] mails = new int[folders.length];
        for (int i = 0; i < folders.length; i++) {
            List<Scored> scored = new ArrayList<>();
            try (Stream<Path> files = Files.walk(Path.of(folders[i]))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    MailReading reading = Mails.read(Files.readAllBytes(file));
                    Judgement judgement =
                            new Judgement(
                                    ReadingTests.of(reading, ArrivalFacts.unknown(Instant.EPOCH)));
                    scored.add(new Scored(file, judgement));
                    for (Finding finding : judgement.findings()) {
                        hits.computeIfAbsent(finding.test(), _ -> new int[folders.length])[i]++;
                    }
                    mails[i]++;
                }
            }
            scored.sort(Comparator.comparingDouble((Scored each) -> -each.judgement().score()));
            System.out.println("== " + folders[i] + " " + mails[i]);
            for (Scored each : scored.subList(0, Math.min(SHOWN, scored.size()))) {
                System.out.println(
                        each.judgement().score()
                                + " "
                                + each.file().getFileName()
                                + " "
                                + each.judgement().findings().stream()
                                        .map(f -> f.test() + "[" + f.detail() + "]")
                                        .toList());
            }
        }
        hits.forEach((test, counts) -> {
            StringBuilder line = new StringBuilder(String.format("%-32s", test));
            for (int i = 0; i < counts.length; i++) {
                line.append(String.format(" %5.1f%%", 100.0 * counts[i] / mails[i]));
            }
            System.out.println(line);
        });
    }
}
