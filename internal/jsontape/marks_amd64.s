//go:build !purego

#include "textflag.h"

// MARK leaves in mask the marks of sixteen bytes. As signed bytes, control characters and
// those beyond ASCII are less than a space. With their second bit turned over, the quote is
// the only other byte that is not more than a space; so one less than a space and one is
// what is left of a comparison, by a subtraction that saturates, in the sign. The backslash
// is looked for by itself.
#define MARK(bytes, mask) \
	MOVOU bytes, X0;      \
	MOVOA X0, X1;         \
	PXOR X5, X0;          \
	PSUBSB X6, X0;        \
	PCMPEQB X7, X1;       \
	POR X1, X0;           \
	PMOVMSKB X0, mask

// BLOCK leaves in AX the marks of the 64 bytes at an address.
#define BLOCK(address) \
	MARK(0(address), AX)  \
	MARK(16(address), BX) \
	MARK(32(address), DX) \
	MARK(48(address), R8) \
	SHLQ $16, BX;         \
	SHLQ $16, R8;         \
	ORQ BX, AX;           \
	ORQ R8, DX;           \
	SHLQ $32, DX;         \
	ORQ DX, AX

// func markSSE2(bits, text *byte, n int)
//
// Every amd64 has SSE2. n, the bytes of text, is at least 64. The bits behind them, up to
// the end of the word, are set.
TEXT ·markSSE2(SB), NOSPLIT, $0-24
	MOVQ bits+0(FP), DI
	MOVQ text+8(FP), SI
	MOVQ n+16(FP), R9
	MOVQ $0x0202020202020202, AX
	MOVQ AX, X5
	PUNPCKLQDQ X5, X5 // the second bit
	MOVQ $0x2121212121212121, AX
	MOVQ AX, X6
	PUNPCKLQDQ X6, X6 // a space and one
	MOVQ $0x5c5c5c5c5c5c5c5c, AX
	MOVQ AX, X7
	PUNPCKLQDQ X7, X7 // the backslash
	LEAQ -64(SI)(R9*1), R10 // where the last 64 bytes begin

block:
	BLOCK(SI)
	MOVQ AX, (DI)
	ADDQ $64, SI
	ADDQ $8, DI
	CMPQ SI, R10
	JLS block

	// The marks of what is left are the upper ones of the last 64 bytes.
	MOVQ $-1, R11
	MOVQ R9, CX
	ANDQ $63, CX
	JZ end
	SHLQ CX, R11
	BLOCK(R10)
	NEGQ CX // shifts count modulo 64
	SHRQ CX, AX
	ORQ AX, R11

end:
	MOVQ R11, (DI)
	RET
