// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sets the log up in code: no file of logback's own is looked for.
public final class Logging {
    private static final String MAX_FILE_SIZE = "64MB";
    private static final int KEPT_FILES = 14;

    private final LoggerContext context;
    private final ch.qos.logback.classic.Logger root;

    private Logging() {
        this.context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        this.root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        // It writes a stack trace for each bad signature, and anyone may send those. What comes of
        // them is told by our own resolver.
        context.getLogger("org.xbill.DNS").setLevel(Level.OFF);
        // It warns of each connection that a client broke; what comes of requests we tell
        // ourselves.
        context.getLogger("org.eclipse.jetty").setLevel(Level.ERROR);
    }

    /// @param level of our own lines; libraries speak from warnings on
    /// @param file empty for none
    /// @param console whether standard error gets the lines as well
    public static void start(String level, Optional<Path> file, boolean console) {
        Logging logging = new Logging();
        logging.context.getLogger("org.pabal").setLevel(Level.toLevel(level, Level.INFO));
        file.ifPresent(path -> logging.add(rolling(logging.context, path)));
        if (console) {
            ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
            appender.setTarget("System.err");
            logging.add(appender);
        }
    }

    /// Lines of {@link PostfixLog} go to a file of their own from now on.
    ///
    /// @param host that syslog would name
    public static void addPostfixForm(Path file, String host) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ch.qos.logback.classic.Logger logger = context.getLogger(PostfixLog.LOGGER);
        logger.detachAndStopAllAppenders();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        add(context, logger, rolling(context, file), new SyslogEncoder(host));
    }

    private void add(OutputStreamAppender<ILoggingEvent> appender) {
        add(context, root, appender, new LineEncoder());
    }

    private static void add(
            LoggerContext context,
            ch.qos.logback.classic.Logger logger,
            OutputStreamAppender<ILoggingEvent> appender,
            EncoderBase<ILoggingEvent> encoder) {
        encoder.setContext(context);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        Appender<ILoggingEvent> started = appender;
        logger.addAppender(started);
    }

    private static FileAppender<ILoggingEvent> rolling(LoggerContext context, Path file) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
        names.setContext(context);
        names.setParent(appender);
        names.setFileNamePattern(file + ".%i.gz");
        names.setMaxIndex(KEPT_FILES);
        names.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(FileSize.valueOf(MAX_FILE_SIZE));
        size.start();
        appender.setRollingPolicy(names);
        appender.setTriggeringPolicy(size);
        return appender;
    }
}
