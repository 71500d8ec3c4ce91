// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.util.List;
import java.util.Locale;
import org.pabal.directory.Language;

/// What replies say to people, in the languages that LANG offers. RFC 6856 §3.
enum Phrase {
    READY("Pabal POP3 server ready", "파발 POP3 서버가 준비되었습니다"),
    /// The timestamp is APOP's challenge.
    READY_WITH_TIMESTAMP("Pabal POP3 server ready %s", "파발 POP3 서버가 준비되었습니다 %s"),
    GOODBYE("Goodbye", "안녕히 가십시오"),
    DELETED_ALL("Goodbye, %d messages deleted", "메시지 %d개를 지웠습니다. 안녕히 가십시오"),
    NOTHING_DELETED(
            "Nothing was deleted, out of order for now, try later",
            "일시적인 장애로 아무것도 지우지 못했습니다. 나중에 다시 시도하십시오"),
    NEXT_PASSWORD("Send PASS", "PASS를 보내십시오"),
    MAILDROP("Maildrop has %d messages (%d octets)", "메일함에 메시지 %d개가 있습니다 (%d옥텟)"),
    DONE("Done", "마쳤습니다"),
    CAPABILITIES("Capability list follows", "기능 목록입니다"),
    MECHANISMS("Mechanisms follow", "인증 방식 목록입니다"),
    LANGUAGES("Language listing follows", "언어 목록입니다"),
    LANGUAGE_SET("%s Speaking English", "%s 한국어로 답합니다"),
    UTF8_ON("UTF-8 is on", "UTF-8을 사용합니다"),
    BEGIN_TLS("Begin the TLS handshake", "TLS 협상을 시작하십시오"),
    NUMBERS("%d %d", "%d %d"),
    UNIQUE_ID("%d %s", "%d %s"),
    NUMBER("%d", "%d"),
    OCTETS("%d octets", "%d옥텟"),
    TOP_FOLLOWS("Top of message follows", "메시지의 앞부분입니다"),
    MARKED("Message %d will be deleted by QUIT", "%d번 메시지는 QUIT 때 지워집니다"),
    NO_SUCH_MESSAGE("There is no message %d", "%d번 메시지는 없습니다"),
    MARKED_ALREADY("Message %d is marked for deletion", "%d번 메시지는 삭제 표시가 되어 있습니다"),
    MESSAGE_GONE(
            "Message %d was removed by another program meanwhile", "%d번 메시지는 그사이 다른 프로그램이 지웠습니다"),
    WRONG_CREDENTIALS("User name or password is wrong", "사용자 이름이나 비밀번호가 틀립니다"),
    TLS_FIRST("Log in over TLS: STLS or port 995", "TLS로 접속하십시오: STLS 또는 995번 포트"),
    TURNED_AWAY(
            "Too many failed log-ins from your address, try again later",
            "이 주소에서 로그인에 너무 많이 실패했습니다. 나중에 다시 시도하십시오"),
    TOO_MANY_FAILED("Too many failed log-ins", "로그인에 너무 많이 실패했습니다"),
    MAILDROP_IN_USE(
            "Another session has this maildrop, try later",
            "다른 접속이 이 메일함을 사용하고 있습니다. 나중에 다시 시도하십시오"),
    TOO_MANY_SESSIONS(
            "Too many sessions of this account, close one", "이 계정의 접속이 너무 많습니다. 하나를 끊으십시오"),
    UNAVAILABLE("Out of order for now, try later", "일시적인 장애입니다. 나중에 다시 시도하십시오"),
    OUR_FAULT("Our fault, logged as session %s", "서버의 잘못입니다. 세션 %s의 기록에 남았습니다"),
    UNKNOWN_COMMAND("No such command", "그런 명령은 없습니다"),
    LOG_IN_FIRST("Log in first", "먼저 로그인하십시오"),
    LOGGED_IN_ALREADY("You are logged in already", "이미 로그인했습니다"),
    USER_FIRST("Send USER first", "먼저 USER를 보내십시오"),
    NO_STLS("STLS is not offered here", "여기에서는 STLS를 쓸 수 없습니다"),
    TLS_ALREADY("TLS is already active", "이미 TLS를 쓰고 있습니다"),
    NO_APOP("APOP is not offered here", "여기에서는 APOP을 쓸 수 없습니다"),
    NO_SUCH_MECHANISM("Use one of the mechanisms that CAPA lists", "CAPA에 있는 인증 방식을 쓰십시오"),
    NOT_A_RESPONSE("Cancelled, or a response that is not base64", "취소되었거나 base64가 아닌 응답입니다"),
    NO_SUCH_LANGUAGE("Use one of the languages that LANG lists", "LANG에 있는 언어를 쓰십시오"),
    NO_ARGUMENT("This command takes no argument", "이 명령에는 인수가 없습니다"),
    ARGUMENT_MISSING("This command needs: %s", "이 명령에 필요한 것: %s"),
    NOT_A_NUMBER("A number is expected, digits alone", "숫자만으로 된 수가 필요합니다"),
    NOT_UTF8("A command is UTF-8 without control characters", "명령은 제어 문자가 없는 UTF-8이어야 합니다"),
    LINE_TOO_LONG("A command has at most 512 octets", "명령은 512옥텟을 넘을 수 없습니다"),
    TOO_MANY_MISTAKES("Too many bad commands", "잘못된 명령이 너무 많습니다"),
    FOREIGN("This is POP3, not %s", "이것은 POP3이며 %s가 아닙니다");

    private final String english;
    private final String korean;

    Phrase(String english, String korean) {
        this.english = english;
        this.korean = korean;
    }

    String in(Language language, List<Object> values) {
        String text =
                switch (language) {
                    case ENGLISH -> english;
                    case KOREAN -> korean;
                };
        return values.isEmpty() ? text : String.format(Locale.ROOT, text, values.toArray());
    }
}
