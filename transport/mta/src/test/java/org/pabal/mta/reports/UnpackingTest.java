// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/// THREATS M14: what is packed too tightly, too deep or too large is not read to its end.
class UnpackingTest {
    private static final byte[] TEXT = "<feedback/>".getBytes(StandardCharsets.UTF_8);
    private static final ReportLimits SMALL = new ReportLimits(100_000, 3 << 20, 100, 3);

    private static byte[] gzip(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(octets);
        } catch (IOException inMemory) {
            throw new AssertionError(inMemory);
        }
        return out.toByteArray();
    }

    private static byte[] zip(int files, byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("../../folder/"));
            for (int i = 0; i < files; i++) {
                zip.putNextEntry(new ZipEntry("../../etc/" + i));
                zip.write(octets);
            }
        } catch (IOException inMemory) {
            throw new AssertionError(inMemory);
        }
        return out.toByteArray();
    }

    private static List<String> files(byte[] packed) throws IOException {
        List<String> files = new ArrayList<>();
        Unpacking.unpack(
                new ByteArrayInputStream(packed),
                SMALL,
                (start, file) ->
                        files.add(new String(file.readAllBytes(), StandardCharsets.UTF_8)));
        return files;
    }

    @Test
    void allFormsAreOpened() throws IOException {
        assertThat(files(TEXT)).containsExactly("<feedback/>");
        assertThat(files(gzip(TEXT))).containsExactly("<feedback/>");
        assertThat(files(zip(2, TEXT))).containsExactly("<feedback/>", "<feedback/>");
        assertThat(files(zip(1, gzip(TEXT)))).containsExactly("<feedback/>");
        assertThat(files(new byte[0])).containsExactly("");
    }

    @Test
    void bombsAreNotUnpacked() {
        byte[] zeros = new byte[4 << 20];
        byte[] noise = new byte[4 << 20];
        new Random(1).nextBytes(noise);
        byte[] text = new byte[2 << 20];
        assertThatThrownBy(() -> files(gzip(zeros))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files(zip(1, zeros))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files(gzip(gzip(zeros)))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files(gzip(noise))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files(noise)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files(zip(2, text))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files(zip(4, TEXT))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files(gzip(gzip(gzip(gzip(TEXT))))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void damagedArchivesEnd() {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            byte[] packed = i % 2 == 0 ? gzip(TEXT) : zip(2, TEXT);
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                packed[random.nextInt(packed.length)] = (byte) random.nextInt();
            }
            try {
                files(packed);
            } catch (IOException expected) {
                assertThat(expected).isNotNull();
            } catch (RuntimeException escaped) {
                throw new AssertionError("seed " + seed + ", round " + i, escaped);
            }
        }
    }

    @Test
    void aStreamCountsWhatIsSkipped() throws IOException {
        InputStream in = new BoundedStream(new ByteArrayInputStream(new byte[100]), n -> n <= 50);
        assertThat(in.skip(40)).isEqualTo(40);
        assertThatThrownBy(() -> in.skip(40)).isInstanceOf(IOException.class);
    }
}
