// SPDX-License-Identifier: Apache-2.0

/// What files in a mail really are, whatever they are called, and what is in archives.
@NullMarked
package org.pabal.spam.reading.attachment;

import org.jspecify.annotations.NullMarked;
