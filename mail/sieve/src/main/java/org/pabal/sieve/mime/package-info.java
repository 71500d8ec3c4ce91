// SPDX-License-Identifier: Apache-2.0

/// MIME parts in scripts: loops over them, tests of their fields, their text, and other parts in
/// their place. RFC 5703: `mime`, `foreverypart`, `extracttext`, `replace`, `enclose`.
@NullMarked
package org.pabal.sieve.mime;

import org.jspecify.annotations.NullMarked;
