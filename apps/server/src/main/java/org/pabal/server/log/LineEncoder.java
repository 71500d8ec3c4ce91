// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/// One event, one line: `time level part text`. Control characters and those that turn the writing
/// direction are escaped, so that nothing from outside makes a line of its own (THREATS F07); only
/// the stack trace of a bug takes more lines, each with a tab before it.
final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NONE = {};

    @Override
    public byte[] headerBytes() {
        return NONE;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append(event.getInstant()).append(' ').append(event.getLevel()).append(' ');
        String name = event.getLoggerName();
        line.append(name.substring(name.lastIndexOf('.') + 1)).append(' ');
        appendEscaped(line, event.getFormattedMessage());
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            ThrowableProxyUtil.asString(event.getThrowableProxy())
                    .lines()
                    .forEach(trace -> {
                        line.append('\t');
                        appendEscaped(line, trace.strip());
                        line.append('\n');
                    });
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    static void appendEscaped(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)
                    || c == '\u2028'
                    || c == '\u2029'
                    || (c >= '\u202A' && c <= '\u202E')
                    || (c >= '\u2066' && c <= '\u2069')) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }

    @Override
    public byte[] footerBytes() {
        return NONE;
    }
}
