// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.testing.Model;

/// A process of its own commits and tells what was acknowledged; it is killed in the middle of it,
/// and what it told must be there.
class KillTest {
    @TempDir private Path temporary;

    /// The child: `main(directory, first number)`.
    public static void main(String[] arguments) {
        EmbeddedStorage storage = EmbeddedStorage.open(TestStores.small(Path.of(arguments[0])));
        int first = Integer.parseInt(arguments[1]);
        for (int writer = 0; writer < 4; writer++) {
            int account = writer + 1;
            Thread.ofPlatform().start(() -> commitForEver(storage, account, first));
        }
    }

    private static void commitForEver(EmbeddedStorage storage, int account, int first) {
        for (int number = first; ; number++) {
            byte[] body = body(account, number);
            Blob blob = Model.write(storage, body, body.length / 5, 4000);
            byte[] key = ByteBuffer.allocate(4).putInt(number).array();
            byte[] value =
                    ByteBuffer.allocate(16)
                            .putLong(blob.id().high())
                            .putLong(blob.id().low())
                            .array();
            List<Change> changes =
                    List.of(new Change.Put(key, value), new Change.AddReference(blob.id(), key));
            SpaceChanges part = SpaceChanges.of(Space.account(account), changes);
            storage.commit(new Commit(UUID.randomUUID(), List.of(part)));
            String line = account + " " + number + "\n";
            System.out.writeBytes(line.getBytes(UTF_8));
            System.out.flush();
        }
    }

    private static byte[] body(int account, int number) {
        Random random = new Random(account * 1_000_000L + number);
        byte[] body = new byte[random.nextInt(30) == 0 ? 200_000 : random.nextInt(5000)];
        random.nextBytes(body);
        return body;
    }

    @Test
    void killedInTheMiddleNothingAcknowledgedIsLost() throws Exception {
        Path directory = temporary.resolve("killed");
        Random random = new Random(1);
        List<String> told = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            int first = 1 + round * 1_000_000;
            told.addAll(runAndKill(directory, first, 100 + random.nextInt(400)));
            try (EmbeddedStorage storage = EmbeddedStorage.open(TestStores.small(directory))) {
                for (String line : told) {
                    String[] fields = line.split(" ");
                    assertBody(storage, Integer.parseInt(fields[0]), Integer.parseInt(fields[1]));
                }
                assertThat(storage.verify()).isEmpty();
                assertThat(storage.status().readOnly()).isFalse();
            }
        }
    }

    private static void assertBody(EmbeddedStorage storage, int account, int number) {
        byte[] key = ByteBuffer.allocate(4).putInt(number).array();
        byte[] value = storage.read(Space.account(account), key).orElseThrow();
        ByteBuffer id = ByteBuffer.wrap(value);
        assertThat(Model.read(storage, new BlobId(id.getLong(), id.getLong())))
                .isEqualTo(body(account, number));
    }

    /// @return the lines that the child had told; each was written in one step
    private static List<String> runAndKill(Path directory, int first, int lines)
            throws IOException, InterruptedException {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx256m",
                                "-Djava.io.tmpdir=" + directory.getParent(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KillTest.class.getName(),
                                directory.toString(),
                                Integer.toString(first))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        List<String> told = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                told.add(line);
                if (told.size() == lines) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        child.waitFor();
        assertThat(told.size()).isGreaterThanOrEqualTo(lines);
        return told;
    }
}
