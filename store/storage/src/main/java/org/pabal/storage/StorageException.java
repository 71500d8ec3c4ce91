// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

/// Why the engine cannot do what it was asked. The message is for the operator and says what is
/// wrong, where, and the next step.
public sealed class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StorageException(String message, Throwable cause) {
        super(message, cause);
    }

    private StorageException(String message) {
        super(message);
    }

    /// Not now: an I/O error, a closed engine, a node away.
    public static final class Unavailable extends StorageException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }

        public Unavailable(String message) {
            super(message);
        }
    }

    /// No room: writes are refused, reading and deleting go on. THREATS §4 keeps a reserve free.
    public static final class Full extends StorageException {
        private static final long serialVersionUID = 1L;

        public Full(String message) {
            super(message);
        }
    }

    /// A checksum or a format does not hold: named, and contained to what is damaged.
    public static final class Damaged extends StorageException {
        private static final long serialVersionUID = 1L;

        public Damaged(String message) {
            super(message);
        }

        public Damaged(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// No blob has the id that was asked for.
    public static final class NoSuchBlob extends StorageException {
        private static final long serialVersionUID = 1L;

        public NoSuchBlob(BlobId id) {
            super("no blob " + id);
        }
    }
}
