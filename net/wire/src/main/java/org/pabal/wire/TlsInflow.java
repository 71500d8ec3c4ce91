// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The reading half of TLS over an engine, and its handshake. Records are held in a buffer of their
/// own while they are incomplete; an idle connection holds neither records nor plain octets.
final class TlsInflow {

    private static final int RECORD_HEADER = 5;

    /// Of TLS 1.2, RFC 5246 §6.2.3; TLS 1.3 allows less.
    private static final int MAX_FRAGMENT = 16_384 + 2048;

    /// An engine makes progress with each step; a peer that makes it go in circles is cut off.
    private static final int MAX_HANDSHAKE_STEPS = 1000;

    private final SSLEngine engine;
    private final RawSocket raw;
    private final WriteBuffer out;
    private final ReadBuffer records;
    private boolean established;

    /// @param records holding what came already
    TlsInflow(SSLEngine engine, RawSocket raw, WriteBuffer out, ReadBuffer records) {
        this.engine = engine;
        this.raw = raw;
        this.out = out;
        this.records = records;
    }

    /// @param until of `System.nanoTime`, for all of it
    void handshake(ReadBuffer plain, long until) throws IOException {
        try {
            shakeHands(plain, until);
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
    }

    private void shakeHands(ReadBuffer plain, long until) throws IOException {
        engine.beginHandshake();
        for (int step = 0; step < MAX_HANDSHAKE_STEPS; step++) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> out.sendTlsRecords();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!unwrap(plain)) {
                        if (engine.isInboundDone()) {
                            throw new EOFException("the peer broke the TLS handshake off");
                        }
                        receiveInHandshake(until);
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    established = true;
                    return;
                }
            }
        }
        throw new SSLException("a TLS handshake without end");
    }

    private void receiveInHandshake(long until) throws IOException {
        if (!records.receive(raw, left(until, "the TLS handshake took too long"))) {
            throw new EOFException("the peer closed within the TLS handshake");
        }
    }

    private static long left(long until, String otherwise) throws SocketTimeoutException {
        long left = until - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException(otherwise);
        }
        return left;
    }

    /// Gets plain octets, waiting for them if need be.
    ///
    /// @return false at the end: close_notify, or a TCP end without it, which is for the reader of a
    ///     body the same: an end before its time (THREATS T08, T09)
    boolean fill(ReadBuffer plain, long until, boolean much) throws IOException {
        while (true) {
            boolean progress = unwrap(plain);
            if (plain.length() > 0) {
                return true;
            }
            if (engine.isInboundDone()) {
                records.release();
                return false;
            }
            if (!progress) {
                plain.release();
                out.flushUnlessBusy();
                if (much) {
                    records.expectMuch();
                }
                if (!records.receive(raw, left(until, "the peer sent nothing in time"))) {
                    return false;
                }
            }
        }
    }

    /// Unwraps what is here already.
    ///
    /// @return whether that yielded anything
    boolean take(ReadBuffer plain) throws IOException {
        return unwrap(plain) && plain.length() > 0;
    }

    /// Whether a whole record is here, or what can be none: that is for the engine to refuse.
    boolean hasRecord() {
        int length = records.length();
        if (length < RECORD_HEADER) {
            return length > 0 && !isTls(records.octets[records.pos]);
        }
        byte[] octets = records.octets;
        int at = records.pos;
        int fragment = (octets[at + 3] & 0xff) << 8 | (octets[at + 4] & 0xff);
        return !isTls(octets[at]) || fragment > MAX_FRAGMENT || length >= RECORD_HEADER + fragment;
    }

    /// The content types of RFC 8446 §5.1.
    private static boolean isTls(byte contentType) {
        return contentType >= 20 && contentType <= 23;
    }

    /// Unwraps as many records as are here whole and fit.
    ///
    /// @return whether anything was consumed
    private boolean unwrap(ReadBuffer plain) throws IOException {
        boolean progress = false;
        while (hasRecord() && !engine.isInboundDone()) {
            plain.pooledRoom(1);
            SSLEngineResult result = unwrapOne(plain);
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                if (plain.length() == 0) {
                    throw new SSLException("a TLS record larger than its buffer");
                }
                break;
            }
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                break;
            }
            progress |= result.bytesConsumed() > 0;
            if (!established) {
                break;
            }
            afterRecord(result.getHandshakeStatus());
        }
        if (records.length() == 0) {
            records.release();
        }
        return progress;
    }

    private SSLEngineResult unwrapOne(ReadBuffer plain) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(records.octets, records.pos, records.length());
        ByteBuffer into = ByteBuffer.wrap(plain.octets, plain.end, plain.octets.length - plain.end);
        try {
            SSLEngineResult result = engine.unwrap(from, into);
            records.pos += result.bytesConsumed();
            plain.end += result.bytesProduced();
            return result;
        } catch (SSLException e) {
            if (established) {
                sendAlert();
            }
            throw e;
        }
    }

    /// What a record asks for once TLS is up. TLS 1.2 asks only for renegotiation, which is refused;
    /// TLS 1.3 for a key update's reply.
    private void afterRecord(HandshakeStatus status) throws IOException {
        switch (status) {
            case NOT_HANDSHAKING, FINISHED -> {}
            case NEED_TASK, NEED_WRAP, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                if (engine.isInboundDone()) {
                    return;
                }
                if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
                    throw new SSLException("the peer asked for TLS renegotiation");
                }
                runTasks();
                if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                    out.sendTlsRecords();
                }
            }
        }
    }

    private void runTasks() {
        for (Runnable task = nextTask(); task != null; task = nextTask()) {
            task.run();
        }
    }

    private @Nullable Runnable nextTask() {
        return engine.getDelegatedTask();
    }

    private void sendAlert() {
        try {
            out.sendTlsRecords();
        } catch (IOException e) {
            // The alert is a courtesy; the first failure is the one to tell.
        }
    }

    void release() {
        records.release();
    }
}
