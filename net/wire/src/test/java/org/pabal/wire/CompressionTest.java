// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.pabal.wire.Connection.Line;

/// DEFLATE in both directions, against the zlib that everybody uses.
class CompressionTest {

    private static byte[] packed(byte[] plain, int flush) {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(plain);
        byte[] out = new byte[plain.length + 1000];
        int length = 0;
        if (flush == Deflater.FULL_FLUSH) {
            deflater.finish();
        }
        for (int count = 1; count > 0; length += count) {
            count = deflater.deflate(out, length, out.length - length, flush);
        }
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private static byte[] synced(String plain) {
        return packed(Octets.of(plain), Deflater.SYNC_FLUSH);
    }

    /// What the peer inflates, until it has so many octets.
    private static byte[] inflated(Ends ends, int wanted) throws Exception {
        Inflater inflater = new Inflater(true);
        byte[] out = new byte[wanted];
        byte[] in = new byte[4096];
        int length = 0;
        while (length < wanted) {
            int count = ends.peer.getInputStream().read(in);
            inflater.setInput(in, 0, count);
            while (!inflater.needsInput() && length < wanted) {
                length += inflater.inflate(out, length, wanted - length);
            }
        }
        inflater.end();
        return out;
    }

    private static void compress(Ends ends) throws IOException {
        assertThat(ends.ours.mayCompress()).isTrue();
        ends.ours.compress();
        assertThat(ends.ours.isCompressed()).isTrue();
        assertThat(ends.ours.mayCompress()).isFalse();
    }

    @Test
    void bothDirectionsArePackedAndNothingWaitsBehindAFlush() throws Exception {
        try (Ends ends = Ends.standard()) {
            ends.write("a OK\r\n");
            compress(ends);
            assertThat(ends.peerHears(6)).isEqualTo("a OK\r\n");
            ends.peer.getOutputStream().write(synced("one\r\ntwo\r\nLITERAL"));
            assertThat(ends.line()).isEqualTo("one");
            assertThat(ends.ours.hasBuffered()).isTrue();
            assertThat(ends.line()).isEqualTo("two");
            var literal = new ByteArrayOutputStream();
            ends.ours.readExactly(7, literal::write);
            assertThat(literal).hasToString("LITERAL");
            assertThat(ends.ours.hasBuffered()).isFalse();
            ends.write("one\r\n");
            ends.ours.flush();
            assertThat(inflated(ends, 5)).asString().isEqualTo("one\r\n");
        }
    }

    @Test
    void aReaderThatWaitsHasFlushedBefore() throws Exception {
        try (Ends ends = Ends.standard()) {
            compress(ends);
            ends.write("said\r\n");
            var line = Ends.aside(ends::line);
            assertThat(inflated(ends, 6)).asString().isEqualTo("said\r\n");
            ends.peer.getOutputStream().write(synced("heard\r\n"));
            assertThat(line.get()).isEqualTo("heard");
        }
    }

    @Test
    void anyTextGoesThroughInAnyPieces() throws Exception {
        for (int seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                lines.add("x".repeat(random.nextInt(900)) + random.nextLong());
            }
            byte[] packed = synced(String.join("\r\n", lines) + "\r\n");
            Inbound in = ScriptedSocket.inbound(Octets.cut(packed, random));
            in.startInflation(new BufferPool(1));
            LineReader reader = new LineReader(in);
            for (String line : lines) {
                Line.Complete read = (Line.Complete) reader.read(1000, 1000);
                assertThat(Octets.text(read.octets())).as("seed " + seed).isEqualTo(line);
            }
        }
    }

    @Test
    void aFreshDeflaterGoesOnWhereTheOldOneLeft() throws Exception {
        Deflaters deflaters = new Deflaters(1, 1);
        BufferPool pool = new BufferPool(4);
        Deflation one = new Deflation(deflaters, pool);
        Deflation other = new Deflation(deflaters, pool);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        ByteArrayOutputStream elsewhere = new ByteArrayOutputStream();
        StringBuilder said = new StringBuilder();
        long later = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        for (int i = 0; i < 60; i++) {
            byte[] text = ("* " + i + " FETCH (FLAGS (\\Seen))\r\n").repeat(i * 40).getBytes();
            said.append(new String(text, StandardCharsets.US_ASCII));
            if (i % 3 == 1) { // then the only deflater is somebody else's for a while
                other.write(Octets.of("x"), 0, 1, elsewhere::write);
                assertThat(deflaters.take()).isNull();
            }
            one.write(text, 0, text.length, wire::write);
            one.sync(wire::write);
            other.sync(elsewhere::write);
            one.rest(later);
            other.rest(later);
            assertThat(deflaters.lent()).isZero();
        }
        assertThat(inflated(wire.toByteArray())).isEqualTo(said.toString());
    }

    private static String inflated(byte[] packed) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        inflater.setInput(packed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        while (!inflater.needsInput()) {
            out.write(piece, 0, inflater.inflate(piece));
        }
        inflater.end();
        return out.toString(StandardCharsets.US_ASCII);
    }

    /// THREATS I16.
    @Test
    void aStreamThatGrowsAThousandfoldMeetsTheLimitOfALine() throws Exception {
        try (Ends ends = Ends.standard()) {
            compress(ends);
            byte[] bomb = packed(new byte[50 << 20], Deflater.SYNC_FLUSH);
            assertThat(bomb.length).isLessThan(60_000);
            ends.peer.getOutputStream().write(bomb);
            assertThat(ends.ours.readLine(8192, 65_536)).isEqualTo(new Line.TooLong(false));
            assertThat(ends.wire.buffersInUse()).isLessThan(5);
        }
    }

    @Test
    void whatIsNoDeflateStreamEndsTheConnection() throws Exception {
        for (int seed = 1; seed <= 200; seed++) {
            byte[] junk = new byte[400];
            new Random(seed).nextBytes(junk);
            Inbound in = ScriptedSocket.inbound(junk);
            in.startInflation(new BufferPool(1));
            LineReader reader = new LineReader(in);
            try {
                while (!(reader.read(1000, 1000) instanceof Line.EndOfStream)) {
                    // Some junk inflates to something.
                }
            } catch (IOException e) {
                assertThat(e)
                        .as("seed " + seed)
                        .hasMessage("the peer sent what is no DEFLATE stream");
            }
        }
    }

    @Test
    void theEndOfTheStreamIsTheEndOfTheInput() throws Exception {
        try (Ends ends = Ends.standard()) {
            compress(ends);
            byte[] last = packed(Octets.of("bye\r\n"), Deflater.FULL_FLUSH);
            ends.peer.getOutputStream().write(last);
            ends.peerSays("more\r\n");
            assertThat(ends.line()).isEqualTo("bye");
            assertThat(ends.line()).isEqualTo("(end)");
        }
    }

    @Test
    void emptyBlocksAreNothingToRead() throws Exception {
        try (Ends ends = Ends.standard()) {
            compress(ends);
            for (int i = 0; i < 100; i++) {
                ends.peer.getOutputStream().write(new byte[] {0, 0, 0, -1, -1});
            }
            ends.peer.getOutputStream().write(synced("a\r\n"));
            assertThat(ends.line()).isEqualTo("a");
            ends.peer.getOutputStream().write(new byte[] {0, 0, 0, -1, -1});
            assertThat(ends.ours.speaksWithin(java.time.Duration.ofMillis(1))).isIn(true, false);
            assertThat(ends.ours.hasBuffered()).isFalse();
        }
    }

    @Test
    void thereAreOnlySoManyPlaces() throws Exception {
        try (Ends ends = new Ends(WireLimits.standard().withCompression(0, 1))) {
            assertThat(ends.ours.mayCompress()).isFalse();
            assertThatThrownBy(ends.ours::compress).isInstanceOf(IllegalStateException.class);
        }
        Ends ends = Ends.standard();
        compress(ends);
        ends.write("x");
        ends.ours.flush();
        assertThat(ends.wire.compressedConnections()).isOne();
        assertThat(ends.wire.deflatersInUse()).isOne();
        ends.close();
        assertThat(ends.wire.compressedConnections()).isZero();
        assertThat(ends.wire.deflatersInUse()).isZero();
    }
}
