// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.html;

import com.helger.css.decl.CSSDeclaration;
import com.helger.css.decl.CSSDeclarationList;
import com.helger.css.decl.CSSMediaRule;
import com.helger.css.decl.CSSSelector;
import com.helger.css.decl.CSSStyleRule;
import com.helger.css.decl.CascadingStyleSheet;
import com.helger.css.decl.ICSSTopLevelRule;
import com.helger.css.handler.DoNothingCSSParseExceptionCallback;
import com.helger.css.reader.CSSReader;
import com.helger.css.reader.CSSReaderDeclarationList;
import com.helger.css.reader.CSSReaderSettings;
import com.helger.css.reader.errorhandler.DoNothingCSSInterpretErrorHandler;
import com.helger.css.reader.errorhandler.DoNothingCSSParseErrorHandler;
import com.helger.css.writer.CSSWriterSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Styles of one mail: known properties under selectors that are bound to it, and rules for narrow
/// screens. For one thread.
final class StyleCleaner {
    /// Of all sheets of a mail.
    private static final int MAX_SHEET_CHARS = 256 << 10;

    private static final int MAX_ATTRIBUTE_CHARS = 8 << 10;

    /// Of all attributes of a mail.
    private static final int MAX_ATTRIBUTES_CHARS = 2 << 20;

    private static final int MAX_RULES = 5_000;

    /// The parser calls itself for what stands in brackets.
    private static final int MAX_DEPTH = 16;

    private static final CSSWriterSettings PLAIN = new CSSWriterSettings(false);
    private static final Pattern MEDIA = Pattern.compile("[A-Za-z0-9 :(),.%-]{1,200}");
    private static final Pattern COMMENT_MARKS = Pattern.compile("<!--|-->");

    private int sheetCharsLeft = MAX_SHEET_CHARS;
    private int attributeCharsLeft = MAX_ATTRIBUTES_CHARS;
    private int rulesLeft = MAX_RULES;

    /// The parser's settings remember nothing of what was read, but may be used by one thread only.
    private final CSSReaderSettings reading =
            new CSSReaderSettings()
                    .setBrowserCompliantMode(true)
                    .setUseSourceLocation(false)
                    .setCustomErrorHandler(new DoNothingCSSParseErrorHandler())
                    .setCustomExceptionHandler(new DoNothingCSSParseExceptionCallback())
                    .setInterpretErrorHandler(new DoNothingCSSInterpretErrorHandler());

    /// What of an attribute `style` is shown; may be empty.
    String attribute(String style) {
        if (style.length() > MAX_ATTRIBUTE_CHARS
                || style.length() > attributeCharsLeft
                || !isFlat(style)) {
            return "";
        }
        attributeCharsLeft -= style.length();
        @Nullable CSSDeclarationList read;
        try {
            read = CSSReaderDeclarationList.readFromString(style, reading);
        } catch (RuntimeException unreadable) {
            return "";
        }
        return read == null ? "" : declarations(read.getAllDeclarations());
    }

    /// What of a sheet is shown; may be empty.
    String sheet(String css) {
        if (css.length() > sheetCharsLeft || !isFlat(css)) {
            return "";
        }
        sheetCharsLeft -= css.length();
        @Nullable CascadingStyleSheet read;
        try {
            read =
                    CSSReader.readFromStringReader(
                            COMMENT_MARKS.matcher(css).replaceAll(" "), reading);
        } catch (RuntimeException unreadable) {
            return "";
        }
        return read == null ? "" : rules(read.getAllRules(), true);
    }

    /// Whether the parser can read it without running deep.
    private static boolean isFlat(String css) {
        int depth = 0;
        for (int i = 0; i < css.length(); i++) {
            switch (css.charAt(i)) {
                case '(', '[', '{' -> {
                    if (++depth > MAX_DEPTH) {
                        return false;
                    }
                }
                case ')', ']', '}' -> depth = Math.max(0, depth - 1);
                default -> {}
            }
        }
        return true;
    }

    private String rules(List<ICSSTopLevelRule> rules, boolean outermost) {
        StringBuilder out = new StringBuilder();
        for (ICSSTopLevelRule rule : rules) {
            if (rulesLeft-- <= 0) {
                break;
            }
            if (rule instanceof CSSStyleRule style) {
                out.append(rule(style));
            } else if (outermost && rule instanceof CSSMediaRule media) {
                out.append(media(media));
            }
        }
        return out.toString();
    }

    private static String rule(CSSStyleRule rule) {
        String selectors =
                rule.getAllSelectors().stream()
                        .map(StyleCleaner::text)
                        .map(Selectors::bound)
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(","));
        String declarations = declarations(rule.getAllDeclarations());
        return selectors.isEmpty() || declarations.isEmpty()
                ? ""
                : selectors + "{" + declarations + "}\n";
    }

    private static String text(CSSSelector selector) {
        return selector.getAsCSSString(PLAIN, 0);
    }

    /// The paper stays white, whatever the screen around it is like: what is meant for dark ones only
    /// would stand on it unread.
    private String media(CSSMediaRule rule) {
        String queries =
                rule.getAllMediaQueries().stream()
                        .map(query -> query.getAsCSSString(PLAIN, 0))
                        .filter(query -> MEDIA.matcher(query).matches())
                        .filter(query -> !query.toLowerCase(Locale.ROOT).contains("color-scheme"))
                        .collect(Collectors.joining(","));
        String rules = rules(rule.getAllRules(), false);
        return queries.isEmpty() || rules.isEmpty()
                ? ""
                : "@media " + queries + "{" + rules + "}\n";
    }

    private static String declarations(List<CSSDeclaration> declarations) {
        StringBuilder out = new StringBuilder();
        for (CSSDeclaration each : declarations) {
            String property = each.getProperty().toLowerCase(Locale.ROOT);
            String value = each.getExpressionAsCSSString().strip();
            if (!value.isEmpty() && StyleValues.isShown(property, value)) {
                out.append(property).append(':').append(value);
                out.append(each.isImportant() ? "!important;" : ";");
            }
        }
        return out.toString();
    }
}
