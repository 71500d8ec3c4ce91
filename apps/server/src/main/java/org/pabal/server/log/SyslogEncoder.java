// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// One event, one line, as syslog writes it to a file: `Nov 21 03:23:23 host text`, in local time.
/// Foreign characters are escaped as everywhere (THREATS F07).
final class SyslogEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NONE = {};
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);

    private final String host;

    SyslogEncoder(String host) {
        this.host = host;
    }

    @Override
    public byte[] headerBytes() {
        return NONE;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(200);
        TIME.formatTo(event.getInstant().atZone(ZoneId.systemDefault()), line);
        line.append(' ').append(host).append(' ');
        LineEncoder.appendEscaped(line, event.getFormattedMessage());
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NONE;
    }
}
